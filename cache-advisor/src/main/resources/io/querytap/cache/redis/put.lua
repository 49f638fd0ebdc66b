-- ARGV: 3 stamp, 4 entry, 5 end of its life (ms)
if fenced or stamp ~= ARGV[3] or tonumber(ARGV[5]) <= now then
  return 0
end
local entry = KEYS[2 * pairs_ + 2]
redis.call('DEL', entry)
redis.call('HSET', entry, 's', stamp, 'p', ARGV[4])
redis.call('PEXPIREAT', entry, ARGV[5])
return 1
