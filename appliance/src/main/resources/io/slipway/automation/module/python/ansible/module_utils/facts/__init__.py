"""A few of the helpers of facts."""
