-- Gives: now, then F if fenced; else A and the stamp; else E, stamp, entry, ms that are left
if fenced then
  return {now, 'F'}
end
local entry = KEYS[2 * pairs_ + 2]
if entry then
  local kept = redis.pcall('HGET', entry, 's')
  if kept == stamp then
    return {now, 'E', stamp, redis.call('HGET', entry, 'p'), redis.call('PTTL', entry)}
  end
end
return {now, 'A', stamp}
