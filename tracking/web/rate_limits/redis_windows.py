"""Rate limits counted in Redis for all processes; every key expires with its window."""

from limits import RateLimitItem
from limits.storage import RedisStorage

from tracking.orders.cache_backend import ShopRedis
from tracking.web.rate_limits.windows import LimitKey


class RedisWindows:
    """Runs the scripts of ``limits`` on our own connections. Raises RedisError, and the errors of a broken response.

    The time is the server's: the clocks of processes may differ. Redis is bounded by what the window holds, so that
    ``LimitKey.group`` is not needed.
    """

    def __init__(self, redis: ShopRedis) -> None:
        self._redis = redis
        self._acquire = redis.register_script(RedisStorage.SCRIPT_ACQUIRE_MOVING_WINDOW)
        self._window = redis.register_script(RedisStorage.SCRIPT_MOVING_WINDOW)

    def hit(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Counts a hit and returns 0; where the limit is reached, counts nothing and returns the seconds to wait."""
        is_counted = self._acquire([self._name(key, limit)], [self._now(), limit.amount, limit.get_expiry(), 1])
        return 0.0 if is_counted else self.wait(key, limit) or 1.0

    def wait(self, key: LimitKey, limit: RateLimitItem) -> float:
        """Returns the seconds until another hit would be counted; 0 where it would be now."""
        now, seconds = self._now(), limit.get_expiry()
        window = self._window([self._name(key, limit)], [now - seconds, limit.amount])
        if not window or int(window[1]) < limit.amount:
            return 0.0
        # The server's clock may have run ahead, and been set back.
        return min(max(0.0, float(window[0]) + seconds - now), seconds)

    def _now(self) -> float:
        seconds, microseconds = self._redis.time()
        return float(seconds) + float(microseconds) / 1e6

    def _name(self, key: LimitKey, limit: RateLimitItem) -> str:
        return self._redis.name("limit", key.scope, str(limit.get_expiry()), key.id)
