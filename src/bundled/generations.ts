const DAY_MS = 24 * 60 * 60 * 1000;

/** The day's files appear at about half past two. */
const PUBLISHED_AFTER_MS = 2.5 * 60 * 60 * 1000;

/** The newest dates that have bulk files, newest first, as YYYY-MM-DD. Nothing is generated on Sunday and Monday. */
export function newestGenerations(now: Date, count = 6): string[] {
  const dates: string[] = [];
  for (let time = now.getTime() - PUBLISHED_AFTER_MS; dates.length < count; time -= DAY_MS) {
    const day = new Date(time);
    if (day.getUTCDay() > 1) dates.push(day.toISOString().slice(0, 10));
  }
  return dates;
}

/** The stamp inside a generation's files: `10/02/2026 02:30:35`. */
export function generationStamp(date: string): string {
  const [year, month, day] = date.split("-");
  return `${month}/${day}/${year} 02:30:35`;
}

/** The moment a generation was written, for the Last-Modified header. */
export function generatedAt(date: string): Date {
  return new Date(`${date}T02:30:35Z`);
}
