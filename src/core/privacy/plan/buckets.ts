/** More would leave each with little but noise. */
export const MOST_BUCKETS = 64;

/** What of a plan says in how many sums a round is opened. */
export interface Dealing {
  readonly buckets: number;
  /** Of each sum. */
  readonly leastReports: number;
}

/** Sums that a round of so many reports is opened in: as many as the plan says, and no more than leave each of them its K. Sizes differ by one at most. */
export const bucketCount = ({ buckets, leastReports }: Dealing, reports: number): number =>
  Math.max(1, Math.min(buckets, Math.floor(reports / leastReports)));
