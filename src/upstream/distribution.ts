/** How often values fell within each of some bounds: cheap to count, and enough to draw a histogram from. */
export class Distribution {
  /** One more than there are bounds: the last holds what lies above them all. */
  readonly counts: number[];
  total = 0;
  sum = 0;

  /** @param bounds in rising order; a value that equals one lies within it */
  constructor(readonly bounds: readonly number[]) {
    this.counts = new Array<number>(bounds.length + 1).fill(0);
  }

  add(value: number): void {
    let place = 0;
    while (place < this.bounds.length && value > (this.bounds[place] ?? 0)) place++;
    this.counts[place] = (this.counts[place] ?? 0) + 1;
    this.total++;
    this.sum += value;
  }
}
