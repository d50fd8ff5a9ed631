import { logErfc } from "./normal.ts";
import { gaussianRdp, type RdpCurve } from "./rdp.ts";

/** Beyond this share of the sum, what is left out cannot be seen in floating point. */
const NEGLIGIBLE = Math.log(1e-17);
const MOST_TERMS = 1_000_000;

/**
 * Gaussian noise on a sum that each device joins with probability `rate`, by itself and unseen: Mironov, Talwar and Zhang 2019,
 * "Renyi differential privacy of the sampled Gaussian mechanism", section 3.3. `sigma` in sensitivities.
 *
 * At whole orders it holds for the discrete Gaussian too: the sum over k needs of the noise no more than a Renyi divergence of at most
 * k / (2 sigma^2), which Canonne, Kamath and Steinke 2020, Theorem 4, give, and Theorem 5 of the former no more than that x -> shift - x
 * exchanges the two distributions.
 */
export const sampledGaussianRdp =
  (rate: number, sigma: number): RdpCurve =>
  (order) => {
    if (rate === 0) return 0;
    if (rate === 1) return gaussianRdp(sigma)(order);
    const log = Number.isInteger(order) ? logMomentWhole(order, rate, sigma) : logMoment(order, rate, sigma);
    return Math.max(0, log) / (order - 1);
  };

const moment = (k: number, sigma: number): number => (k * (k - 1)) / (2 * sigma ** 2);

/** log of the sum over k of binomial(order, k) (1 - rate)^(order - k) rate^k exp(k (k - 1) / (2 sigma^2)). */
function logMomentWhole(order: number, rate: number, sigma: number): number {
  const sum = new LogSum();
  let binomial = 0;
  for (let k = 0; k <= order; k++) {
    sum.add(binomial + (order - k) * Math.log1p(-rate) + k * Math.log(rate) + moment(k, sigma), 1);
    binomial += Math.log((order - k) / (k + 1));
  }
  return sum.log;
}

/** Each half of the line with a binomial series of its own, which alternates beyond the order. */
function logMoment(order: number, rate: number, sigma: number): number {
  const sum = new LogSum();
  const [stay, join] = [Math.log1p(-rate), Math.log(rate)];
  const middle = sigma ** 2 * (stay - join) + 0.5;
  const tail = (x: number): number => logErfc(x / (Math.SQRT2 * sigma)) - Math.LN2;
  let binomial = 0;
  let sign = 1;
  for (let k = 0; k < MOST_TERMS; k++) {
    const rest = order - k;
    const lower = binomial + rest * stay + k * join + moment(k, sigma) + tail(k - middle);
    const upper = binomial + k * stay + rest * join + moment(rest, sigma) + tail(middle - rest);
    sum.add(lower, sign);
    sum.add(upper, sign);
    if (k > order && Math.max(lower, upper) < sum.log + NEGLIGIBLE) break;
    binomial += Math.log(Math.abs(rest) / (k + 1));
    if (rest < 0) sign = -sign;
  }
  return sum.log;
}

/** A sum of exponentials, scaled by the largest. */
class LogSum {
  #most = Number.NEGATIVE_INFINITY;
  #scaled = 0;

  add(log: number, sign: number): void {
    if (log > this.#most) {
      this.#scaled = this.#scaled * Math.exp(this.#most - log) + sign;
      this.#most = log;
    } else if (log > Number.NEGATIVE_INFINITY) {
      this.#scaled += sign * Math.exp(log - this.#most);
    }
  }

  get log(): number {
    return this.#most + Math.log(this.#scaled);
  }
}
