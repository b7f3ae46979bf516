"""The clock by which an office's days begin. By itself, because every command asks for it."""

# Every day in the warehouse is one of China's: eight hours ahead of UTC in every season.
BUSINESS_TIMEZONE = "Asia/Shanghai"
