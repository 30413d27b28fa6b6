/**
 * Claims the next start at an upstream for one replica, on the clock of Redis.
 *
 * Why a script of our own: limiters that count in fixed windows let a window's worth through at its end and another at
 * the start of the next, which the upstreams answer with 429. This one keeps the latest starts and looks at every
 * window that ends now.
 *
 * A replica that Redis has not heard of lately may be dead, or alive and cut off: then it starts its requests in its own
 * turns (see `Turns`). So while one is missing, the others start in turns too, and leave the missing one's alone.
 *
 * KEYS: the starts, the registry, the hold. ARGV: own id, requests, window, missing after, horizon; milliseconds.
 * Replies {1, wait, start, any missing} when the start is claimed, {0, wait} when it is too far ahead to be claimed yet.
 */
export const CLAIM = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local starts, registry, hold = KEYS[1], KEYS[2], KEYS[3]
local me, requests, window = ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
local missingAfter, horizon = tonumber(ARGV[4]), tonumber(ARGV[5])
local gap = window / requests
local newest = redis.call('LINDEX', starts, 0)
local oldest = redis.call('LINDEX', starts, requests - 1)
local at = math.max(now, tonumber(redis.call('GET', hold) or 0), tonumber(newest or 0))
if oldest then at = math.max(at, oldest + window) end
redis.call('HSET', registry, me, now)
local seen = redis.call('HGETALL', registry)
local ids, missing, any = {}, {}, false
for i = 1, #seen, 2 do
  ids[#ids + 1] = seen[i]
  if now - seen[i + 1] > missingAfter then missing[seen[i]] = true; any = true end
end
if any then
  table.sort(ids)
  if newest then at = math.max(at, newest + gap) end
  local turn = math.ceil(at / gap)
  while missing[ids[turn % #ids + 1]] do turn = turn + 1 end
  at = math.ceil(turn * gap)
end
if at - now > horizon then return {0, at - now} end
redis.call('LPUSH', starts, at)
redis.call('LTRIM', starts, 0, requests - 1)
redis.call('PEXPIRE', starts, window * 10)
return {1, at - now, at, any and 1 or 0}
`;

/**
 * Corrects a start that was made later than claimed. KEYS: the starts. ARGV: the start as claimed, how much later it was.
 */
export const CORRECT = `
if redis.call('LREM', KEYS[1], 1, ARGV[1]) == 0 then return end
local starts = redis.call('LRANGE', KEYS[1], 0, -1)
starts[#starts + 1] = tostring(ARGV[1] + ARGV[2])
table.sort(starts, function(a, b) return tonumber(a) > tonumber(b) end)
local left = redis.call('PTTL', KEYS[1])
redis.call('DEL', KEYS[1])
redis.call('RPUSH', KEYS[1], unpack(starts))
redis.call('PEXPIRE', KEYS[1], math.max(left, 10000))
`;

/**
 * Says that a replica is there, and learns who else is. A Redis that was emptied is told of the others by whoever comes
 * first, and of the starts that were made without it.
 *
 * KEYS: the registry, then one list of starts per start. ARGV: own id, how long a missing replica is remembered, how
 * many of the others follow, the others, then the age of each start. Replies {now, id, id, ...}.
 */
export const BEAT = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local registry, me, forget, others = KEYS[1], ARGV[1], tonumber(ARGV[2]), tonumber(ARGV[3])
for i = 4, 3 + others do redis.call('HSETNX', registry, ARGV[i], now - forget / 2) end
redis.call('HSET', registry, me, now)
redis.call('PEXPIRE', registry, forget)
for i = 2, #KEYS do
  local known = redis.call('LRANGE', KEYS[i], 0, -1)
  known[#known + 1] = tostring(now - ARGV[3 + others + i - 1])
  table.sort(known, function(a, b) return tonumber(a) > tonumber(b) end)
  redis.call('DEL', KEYS[i])
  redis.call('RPUSH', KEYS[i], unpack(known))
  redis.call('PEXPIRE', KEYS[i], 600000)
end
local seen = redis.call('HGETALL', registry)
local reply = {now}
for i = 1, #seen, 2 do
  if now - seen[i + 1] > forget then redis.call('HDEL', registry, seen[i]) else reply[#reply + 1] = seen[i] end
end
return reply
`;

/** Starts nothing at an upstream for this many milliseconds. KEYS: the hold. */
export const HOLD = `
local time = redis.call('TIME')
local till = time[1] * 1000 + math.floor(time[2] / 1000) + ARGV[1]
if till > tonumber(redis.call('GET', KEYS[1]) or 0) then redis.call('SET', KEYS[1], till, 'PX', ARGV[1]) end
`;
