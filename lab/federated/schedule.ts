/** Places in the fleet of those who report in a round, each device in at most `participations` rounds, once in each. */
export function reporters(round: number, cohort: number, devices: number): readonly number[] {
  return Array.from({ length: cohort }, (_, at) => (round * cohort + at) % devices);
}
