/** Cross entropy, in nats: what `shares` of probability cost where `came` is what came. Nothing forecast is impossible. */
export function logLoss(shares: Float64Array, came: Float64Array): number {
  let loss = 0;
  for (let place = 0; place < came.length; place++)
    if (came[place]! > 0) loss -= came[place]! * Math.log(shares[place]!);
  return loss;
}
