/** Counts the requests of the last second. A refused request counts too: NCBI does not forgive hammering either. */
export function createQuota(): { count(now: number): number } {
  let recent: number[] = [];
  return {
    count: (now) => {
      recent = recent.filter((at) => now - at < 1000);
      recent.push(now);
      return recent.length;
    },
  };
}
