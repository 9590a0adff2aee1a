"""Printed posters of service points: one design, drawn as PDF and as PNG.

`design` lays marks out on a page in millimetres, `pdf` and `png` draw them, `printing` makes files of them.
"""
