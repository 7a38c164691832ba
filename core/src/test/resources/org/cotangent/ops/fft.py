"""Scaled transforms of NumPy 2 and SciPy 1: writes fft.csv. The input is x[j] = sin(j² + 1)."""

from pathlib import Path

import numpy as np
import scipy.fft as sf

x = np.sin(np.arange(6.0) ** 2 + 1)
m = np.sin(np.arange(24.0) ** 2 + 1).reshape(4, 6)
z = m - 0.3j * m
q = m + 1j * m**2
lines = []


def put(name, scaling, values):
    lines.append(",".join([name, scaling.upper()] + [repr(float(v)) for v in np.ravel(values)]))


for s in ("backward", "ortho", "forward"):
    for t in (1, 2, 3, 4):
        put(f"dct{t}", s, sf.dct(x, type=t, norm=s))
        put(f"idct{t}", s, sf.idct(x, type=t, norm=s))
        put(f"dst{t}", s, sf.dst(x, type=t, norm=s))
        put(f"idst{t}", s, sf.idst(x, type=t, norm=s))
    put("hfft", s, np.fft.hfft(x + 0.5j * x, 9, norm=s))
    put("ihfft", s, np.fft.ihfft(x, 6, norm=s).imag)
    put("irfftn", s, np.fft.irfftn(z, (5, 7), (1, 0), norm=s))
    put("rfftn", s, np.fft.rfftn(m, (5, 7), (1, 0), norm=s).imag)
    put("fftn", s, np.fft.fftn(q, (3, 8), (0, 1), norm=s).imag)
    put("ifftn", s, np.fft.ifftn(q, (3, 8), (0, 1), norm=s).imag)
Path(__file__).with_suffix(".csv").write_text("\n".join(lines) + "\n", encoding="ascii")
