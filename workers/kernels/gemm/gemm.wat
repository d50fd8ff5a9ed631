;; Products of row-major float32 matrices. Every pointer and stride inside is in bytes; the exports take strides in floats.
;;
;; The right matrix is packed into panels 8 columns wide, padded with zeros, a block of at most 256 x 128 at a time. The left one is
;; read where it lies, 4 rows at a time, each by a pointer of its own: a transposed matrix is the same reads with other strides. 4 x 8 sums
;; stay in registers over a block; tiles that overhang the result are written aside and copied.
(module
  (memory (export "memory") 3)
  ;; 0: the packed block, 131,072: a tile of 4 x 8. Callers keep their matrices from here on.
  (global (export "heap") i32 (i32.const 131200))

  ;; Packs k x n values: panel by panel, row by row, 8 a row.
  (func $pack (param $b i32) (param $row i32) (param $column i32) (param $k i32) (param $n i32)
    (local $j i32) (local $jj i32) (local $l i32) (local $from i32) (local $to i32)
    (loop $panels
      (local.set $l (i32.const 0))
      (local.set $from (i32.add (local.get $b) (i32.mul (local.get $j) (local.get $column))))
      (if (i32.and (i32.eq (local.get $column) (i32.const 4)) (i32.le_u (i32.add (local.get $j) (i32.const 8)) (local.get $n)))
        (then
          (loop $rows
            (v128.store (local.get $to) (v128.load (local.get $from)))
            (v128.store offset=16 (local.get $to) (v128.load offset=16 (local.get $from)))
            (local.set $to (i32.add (local.get $to) (i32.const 32)))
            (local.set $from (i32.add (local.get $from) (local.get $row)))
            (local.set $l (i32.add (local.get $l) (i32.const 1)))
            (br_if $rows (i32.lt_u (local.get $l) (local.get $k)))))
        (else
          (loop $rows
            (local.set $jj (i32.const 0))
            (loop $columns
              (f32.store (local.get $to)
                (if (result f32) (i32.lt_u (i32.add (local.get $j) (local.get $jj)) (local.get $n))
                  (then (f32.load (i32.add (local.get $from) (i32.mul (local.get $jj) (local.get $column)))))
                  (else (f32.const 0))))
              (local.set $to (i32.add (local.get $to) (i32.const 4)))
              (local.set $jj (i32.add (local.get $jj) (i32.const 1)))
              (br_if $columns (i32.lt_u (local.get $jj) (i32.const 8))))
            (local.set $from (i32.add (local.get $from) (local.get $row)))
            (local.set $l (i32.add (local.get $l) (i32.const 1)))
            (br_if $rows (i32.lt_u (local.get $l) (local.get $k))))))
      (local.set $j (i32.add (local.get $j) (i32.const 8)))
      (br_if $panels (i32.lt_u (local.get $j) (local.get $n)))))

  ;; Writes or adds 4 values of a row of the result.
  (func $put (param $c i32) (param $sum v128) (param $add i32)
    (v128.store (local.get $c)
      (if (result v128) (local.get $add)
        (then (f32x4.add (v128.load (local.get $c)) (local.get $sum)))
        (else (local.get $sum)))))

  ;; Writes or adds the first columns of a row of the tile aside.
  (func $copy (param $tile i32) (param $c i32) (param $columns i32) (param $add i32)
    (local $end i32)
    (local.set $end (i32.add (local.get $c) (i32.shl (local.get $columns) (i32.const 2))))
    (loop $next
      (f32.store (local.get $c)
        (if (result f32) (local.get $add)
          (then (f32.add (f32.load (local.get $c)) (f32.load (local.get $tile))))
          (else (f32.load (local.get $tile)))))
      (local.set $tile (i32.add (local.get $tile) (i32.const 4)))
      (local.set $c (i32.add (local.get $c) (i32.const 4)))
      (br_if $next (i32.lt_u (local.get $c) (local.get $end)))))

  ;; C (+)= A * the packed block, m x n x k.
  (func $block (param $a i32) (param $row i32) (param $step i32) (param $c i32) (param $crow i32)
               (param $m i32) (param $n i32) (param $k i32) (param $add i32)
    (local $i i32) (local $j i32) (local $l i32) (local $b i32) (local $to i32)
    (local $r1 i32) (local $r2 i32) (local $r3 i32)
    (local $a0 i32) (local $a1 i32) (local $a2 i32) (local $a3 i32)
    (local $b0 v128) (local $b1 v128) (local $x v128)
    (local $s00 v128) (local $s01 v128) (local $s10 v128) (local $s11 v128)
    (local $s20 v128) (local $s21 v128) (local $s30 v128) (local $s31 v128)
    (loop $rows
      ;; Rows beyond the last read the one before: their sums are thrown away.
      (local.set $r1 (select (i32.add (local.get $a) (local.get $row)) (local.get $a)
        (i32.lt_u (i32.add (local.get $i) (i32.const 1)) (local.get $m))))
      (local.set $r2 (select (i32.add (local.get $r1) (local.get $row)) (local.get $r1)
        (i32.lt_u (i32.add (local.get $i) (i32.const 2)) (local.get $m))))
      (local.set $r3 (select (i32.add (local.get $r2) (local.get $row)) (local.get $r2)
        (i32.lt_u (i32.add (local.get $i) (i32.const 3)) (local.get $m))))
      (local.set $b (i32.const 0))
      (local.set $j (i32.const 0))
      (loop $panels
        (local.set $a0 (local.get $a)) (local.set $a1 (local.get $r1))
        (local.set $a2 (local.get $r2)) (local.set $a3 (local.get $r3))
        (local.set $s00 (v128.const i64x2 0 0)) (local.set $s01 (v128.const i64x2 0 0))
        (local.set $s10 (v128.const i64x2 0 0)) (local.set $s11 (v128.const i64x2 0 0))
        (local.set $s20 (v128.const i64x2 0 0)) (local.set $s21 (v128.const i64x2 0 0))
        (local.set $s30 (v128.const i64x2 0 0)) (local.set $s31 (v128.const i64x2 0 0))
        (local.set $l (local.get $k))
        (loop $along
          (local.set $b0 (v128.load (local.get $b)))
          (local.set $b1 (v128.load offset=16 (local.get $b)))
          (local.set $x (v128.load32_splat (local.get $a0)))
          (local.set $s00 (f32x4.add (local.get $s00) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s01 (f32x4.add (local.get $s01) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a1)))
          (local.set $s10 (f32x4.add (local.get $s10) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s11 (f32x4.add (local.get $s11) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a2)))
          (local.set $s20 (f32x4.add (local.get $s20) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s21 (f32x4.add (local.get $s21) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $x (v128.load32_splat (local.get $a3)))
          (local.set $s30 (f32x4.add (local.get $s30) (f32x4.mul (local.get $x) (local.get $b0))))
          (local.set $s31 (f32x4.add (local.get $s31) (f32x4.mul (local.get $x) (local.get $b1))))
          (local.set $a0 (i32.add (local.get $a0) (local.get $step)))
          (local.set $a1 (i32.add (local.get $a1) (local.get $step)))
          (local.set $a2 (i32.add (local.get $a2) (local.get $step)))
          (local.set $a3 (i32.add (local.get $a3) (local.get $step)))
          (local.set $b (i32.add (local.get $b) (i32.const 32)))
          (br_if $along (local.tee $l (i32.sub (local.get $l) (i32.const 1)))))
        (local.set $to (i32.add (local.get $c) (i32.shl (local.get $j) (i32.const 2))))
        (if (i32.and (i32.le_u (i32.add (local.get $i) (i32.const 4)) (local.get $m))
                     (i32.le_u (i32.add (local.get $j) (i32.const 8)) (local.get $n)))
          (then
            (call $put (local.get $to) (local.get $s00) (local.get $add))
            (call $put (i32.add (local.get $to) (i32.const 16)) (local.get $s01) (local.get $add))
            (local.set $to (i32.add (local.get $to) (local.get $crow)))
            (call $put (local.get $to) (local.get $s10) (local.get $add))
            (call $put (i32.add (local.get $to) (i32.const 16)) (local.get $s11) (local.get $add))
            (local.set $to (i32.add (local.get $to) (local.get $crow)))
            (call $put (local.get $to) (local.get $s20) (local.get $add))
            (call $put (i32.add (local.get $to) (i32.const 16)) (local.get $s21) (local.get $add))
            (local.set $to (i32.add (local.get $to) (local.get $crow)))
            (call $put (local.get $to) (local.get $s30) (local.get $add))
            (call $put (i32.add (local.get $to) (i32.const 16)) (local.get $s31) (local.get $add)))
          (else
            (v128.store offset=131072 (i32.const 0) (local.get $s00))
            (v128.store offset=131088 (i32.const 0) (local.get $s01))
            (v128.store offset=131104 (i32.const 0) (local.get $s10))
            (v128.store offset=131120 (i32.const 0) (local.get $s11))
            (v128.store offset=131136 (i32.const 0) (local.get $s20))
            (v128.store offset=131152 (i32.const 0) (local.get $s21))
            (v128.store offset=131168 (i32.const 0) (local.get $s30))
            (v128.store offset=131184 (i32.const 0) (local.get $s31))
            (local.set $l (i32.const 0))
            (loop $kept
              (call $copy (i32.add (i32.const 131072) (i32.shl (local.get $l) (i32.const 5))) (local.get $to)
                (call $least (i32.const 8) (i32.sub (local.get $n) (local.get $j))) (local.get $add))
              (local.set $to (i32.add (local.get $to) (local.get $crow)))
              (local.set $l (i32.add (local.get $l) (i32.const 1)))
              (br_if $kept (i32.lt_u (local.get $l)
                (call $least (i32.const 4) (i32.sub (local.get $m) (local.get $i))))))))
        (local.set $j (i32.add (local.get $j) (i32.const 8)))
        (br_if $panels (i32.lt_u (local.get $j) (local.get $n))))
      (local.set $a (i32.add (local.get $a) (i32.shl (local.get $row) (i32.const 2))))
      (local.set $c (i32.add (local.get $c) (i32.shl (local.get $crow) (i32.const 2))))
      (local.set $i (i32.add (local.get $i) (i32.const 4)))
      (br_if $rows (i32.lt_u (local.get $i) (local.get $m)))))

  (func $least (param $x i32) (param $y i32) (result i32)
    (select (local.get $x) (local.get $y) (i32.lt_u (local.get $x) (local.get $y))))

  ;; C (+)= A * B in blocks. Each matrix with the distance of its rows and of its columns; A's rows are C's, B's rows go along k.
  (func $product (param $a i32) (param $arow i32) (param $astep i32) (param $b i32) (param $brow i32) (param $bcolumn i32)
                 (param $c i32) (param $crow i32) (param $m i32) (param $n i32) (param $k i32) (param $add i32)
    (local $j i32) (local $l i32) (local $width i32) (local $depth i32)
    (loop $columns
      (local.set $width (call $least (i32.const 128) (i32.sub (local.get $n) (local.get $j))))
      (local.set $l (i32.const 0))
      (loop $along
        (local.set $depth (call $least (i32.const 256) (i32.sub (local.get $k) (local.get $l))))
        (call $pack
          (i32.add (local.get $b)
            (i32.add (i32.mul (local.get $l) (local.get $brow)) (i32.mul (local.get $j) (local.get $bcolumn))))
          (local.get $brow) (local.get $bcolumn) (local.get $depth) (local.get $width))
        (call $block
          (i32.add (local.get $a) (i32.mul (local.get $l) (local.get $astep))) (local.get $arow) (local.get $astep)
          (i32.add (local.get $c) (i32.shl (local.get $j) (i32.const 2))) (local.get $crow)
          (local.get $m) (local.get $width) (local.get $depth) (i32.or (local.get $add) (local.get $l)))
        (local.set $l (i32.add (local.get $l) (i32.const 256)))
        (br_if $along (i32.lt_u (local.get $l) (local.get $k))))
      (local.set $j (i32.add (local.get $j) (i32.const 128)))
      (br_if $columns (i32.lt_u (local.get $j) (local.get $n)))))

  ;; Negative floats from one byte to before another become 0, four at a time.
  (func (export "relu") (param $at i32) (param $end i32)
    (loop $next
      (v128.store (local.get $at) (f32x4.max (v128.load (local.get $at)) (v128.const i64x2 0 0)))
      (br_if $next (i32.lt_u (local.tee $at (i32.add (local.get $at) (i32.const 16))) (local.get $end)))))

  ;; C[m x n] (+)= A[m x k] * B[k x n]
  (func (export "gemm") (param $a i32) (param $b i32) (param $c i32) (param $m i32) (param $n i32) (param $k i32)
                        (param $lda i32) (param $ldb i32) (param $ldc i32) (param $add i32)
    (call $product
      (local.get $a) (i32.shl (local.get $lda) (i32.const 2)) (i32.const 4)
      (local.get $b) (i32.shl (local.get $ldb) (i32.const 2)) (i32.const 4)
      (local.get $c) (i32.shl (local.get $ldc) (i32.const 2))
      (local.get $m) (local.get $n) (local.get $k) (local.get $add)))

  ;; C[m x n] (+)= A^T * B[k x n], A stored [k x m]
  (func (export "gemmTn") (param $a i32) (param $b i32) (param $c i32) (param $m i32) (param $n i32) (param $k i32)
                           (param $lda i32) (param $ldb i32) (param $ldc i32) (param $add i32)
    (call $product
      (local.get $a) (i32.const 4) (i32.shl (local.get $lda) (i32.const 2))
      (local.get $b) (i32.shl (local.get $ldb) (i32.const 2)) (i32.const 4)
      (local.get $c) (i32.shl (local.get $ldc) (i32.const 2))
      (local.get $m) (local.get $n) (local.get $k) (local.get $add)))

  ;; C[m x n] (+)= A[m x k] * B^T, B stored [n x k]
  (func (export "gemmNt") (param $a i32) (param $b i32) (param $c i32) (param $m i32) (param $n i32) (param $k i32)
                           (param $lda i32) (param $ldb i32) (param $ldc i32) (param $add i32)
    (call $product
      (local.get $a) (i32.shl (local.get $lda) (i32.const 2)) (i32.const 4)
      (local.get $b) (i32.const 4) (i32.shl (local.get $ldb) (i32.const 2))
      (local.get $c) (i32.shl (local.get $ldc) (i32.const 2))
      (local.get $m) (local.get $n) (local.get $k) (local.get $add))))
