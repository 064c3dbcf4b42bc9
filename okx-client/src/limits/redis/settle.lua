-- Records the outcome of an admitted request: when each of its units is released.
--
-- KEYS: the key of the data about all budgets; then one key per budget.
-- ARGV: the ID of the request; 'replied', 'lost' or 'unsent'; how much longer it can arrive, in microseconds; then units, window, and the
-- duration of its closure, both in microseconds, for each budget.
-- OKX's timestamps are whole milliseconds. A window that includes both its ends is this much longer than its length.
local GRAIN = 1000
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]

for budget = 2, #KEYS do
    local at = 3 * budget - 2
    local units, window = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
    local held = GRAIN + tonumber(ARGV[3]) + window
    for unit = 1, units do
        local member = ARGV[1] .. ':' .. unit
        if ARGV[2] == 'unsent' then
            redis.call('ZREM', KEYS[budget], member)
        else
            -- If the data was lost meanwhile, this restores it.
            redis.call('ZADD', KEYS[budget], now + held, member)
        end
    end
    local lasts = math.ceil(held / 1000) + 1000
    if redis.call('PTTL', KEYS[budget]) < lasts then redis.call('PEXPIRE', KEYS[budget], lasts) end
    local closed = tonumber(ARGV[at + 2])
    if closed > 0 then
        local before = tonumber(redis.call('HGET', KEYS[1], KEYS[budget]) or 0)
        redis.call('HSET', KEYS[1], KEYS[budget], math.max(now + closed, before))
    end
end
return 0
