"""Fields that can be measured, and the values a laboratory reports there."""
