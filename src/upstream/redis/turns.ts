/**
 * Who may start when, without asking anybody: time is cut into turns of `gapMs`, and turn n belongs to replica n modulo
 * their number, in the order of their names. Nobody's turns overlap as long as the clocks agree within a part of a turn,
 * and all take theirs from Redis.
 */
export function nextTurn(replicas: readonly string[], me: string, gapMs: number, after: number): number {
  const names = [...new Set([...replicas, me])].sort();
  const mine = names.indexOf(me);
  let turn = Math.ceil(after / gapMs);
  while (turn % names.length !== mine) turn++;
  return turn * gapMs;
}
