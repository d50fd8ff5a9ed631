;; Scores items four at a time and offers what is above the threshold; see src/core/dot/scorer.ts for what a score is.
(module
  ;; A key and its item; answers the new threshold.
  (import "best" "offer" (func $offer (param f32 i32) (result f32)))
  (memory (export "memory") 1)

  ;; query: int16. scales: float32, NaN for the rows that fill up the last four, whose keys are then above no threshold.
  ;; items: int8, count rows of dims; count is a multiple of 4 and dims of 16.
  (func (export "scan") (param $query i32) (param $scales i32) (param $items i32) (param $count i32) (param $dims i32)
    (local $index i32) (local $q i32) (local $end i32)
    (local $r1 i32) (local $r2 i32) (local $r3 i32)
    (local $q0 v128) (local $q1 v128)
    (local $s0 v128) (local $s1 v128) (local $s2 v128) (local $s3 v128)
    (local $key v128) (local $threshold f32)
    (local.set $threshold (f32.const -inf))
    (local.set $end (i32.add (local.get $query) (i32.shl (local.get $dims) (i32.const 1))))
    (loop $fours
      (local.set $r1 (i32.add (local.get $items) (local.get $dims)))
      (local.set $r2 (i32.add (local.get $r1) (local.get $dims)))
      (local.set $r3 (i32.add (local.get $r2) (local.get $dims)))
      (local.set $s0 (v128.const i64x2 0 0)) (local.set $s1 (v128.const i64x2 0 0))
      (local.set $s2 (v128.const i64x2 0 0)) (local.set $s3 (v128.const i64x2 0 0))
      (local.set $q (local.get $query))
      (loop $along
        (local.set $q0 (v128.load (local.get $q)))
        (local.set $q1 (v128.load offset=16 (local.get $q)))
        (local.set $s0 (i32x4.add (local.get $s0) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $items)) (local.get $q0))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $items)) (local.get $q1)))))
        (local.set $s1 (i32x4.add (local.get $s1) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r1)) (local.get $q0))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r1)) (local.get $q1)))))
        (local.set $s2 (i32x4.add (local.get $s2) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r2)) (local.get $q0))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r2)) (local.get $q1)))))
        (local.set $s3 (i32x4.add (local.get $s3) (i32x4.add
          (i32x4.dot_i16x8_s (v128.load8x8_s (local.get $r3)) (local.get $q0))
          (i32x4.dot_i16x8_s (v128.load8x8_s offset=8 (local.get $r3)) (local.get $q1)))))
        (local.set $items (i32.add (local.get $items) (i32.const 16)))
        (local.set $r1 (i32.add (local.get $r1) (i32.const 16)))
        (local.set $r2 (i32.add (local.get $r2) (i32.const 16)))
        (local.set $r3 (i32.add (local.get $r3) (i32.const 16)))
        (br_if $along (i32.lt_u (local.tee $q (i32.add (local.get $q) (i32.const 32))) (local.get $end))))
      ;; Four sums of four lanes each become one vector of the four dot products.
      (local.set $s0 (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $s0) (local.get $s1))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $s0) (local.get $s1))))
      (local.set $s2 (i32x4.add
        (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $s2) (local.get $s3))
        (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $s2) (local.get $s3))))
      (local.set $key (f32x4.mul (v128.load (local.get $scales)) (f32x4.convert_i32x4_s (i32x4.add
        (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $s0) (local.get $s2))
        (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $s0) (local.get $s2))))))
      (if (v128.any_true (f32x4.gt (local.get $key) (f32x4.splat (local.get $threshold))))
        (then
          (if (f32.gt (f32x4.extract_lane 0 (local.get $key)) (local.get $threshold))
            (then (local.set $threshold (call $offer (f32x4.extract_lane 0 (local.get $key)) (local.get $index)))))
          (if (f32.gt (f32x4.extract_lane 1 (local.get $key)) (local.get $threshold))
            (then (local.set $threshold
              (call $offer (f32x4.extract_lane 1 (local.get $key)) (i32.add (local.get $index) (i32.const 1))))))
          (if (f32.gt (f32x4.extract_lane 2 (local.get $key)) (local.get $threshold))
            (then (local.set $threshold
              (call $offer (f32x4.extract_lane 2 (local.get $key)) (i32.add (local.get $index) (i32.const 2))))))
          (if (f32.gt (f32x4.extract_lane 3 (local.get $key)) (local.get $threshold))
            (then (local.set $threshold
              (call $offer (f32x4.extract_lane 3 (local.get $key)) (i32.add (local.get $index) (i32.const 3))))))))
      (local.set $scales (i32.add (local.get $scales) (i32.const 16)))
      ;; The first row's pointer stands at the second row by now.
      (local.set $items (local.get $r3))
      (br_if $fours (i32.lt_u (local.tee $index (i32.add (local.get $index) (i32.const 4))) (local.get $count))))))
