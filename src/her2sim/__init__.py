"""her2sim: will this HER2-positive tumour respond to trastuzumab, if not, why not, and what should be added?

Research use only; not a medical device.
"""

__version__ = "0.1.0"
