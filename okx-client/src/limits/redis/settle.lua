-- Writes down what became of an admitted request: when each unit it took comes free.
--
-- KEYS: what is known of the data as a whole; then a key for each budget.
-- ARGV: the request's id; 'replied', 'lost' or 'unsent'; how much longer it can arrive, in microseconds; then units, window and for how
-- long it is to be closed, both in microseconds, for each budget.
-- OKX's times are whole milliseconds, and a window of them that counts both its ends reaches this much further than its length.
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
            -- Where the data was lost in between, this writes it down again.
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
