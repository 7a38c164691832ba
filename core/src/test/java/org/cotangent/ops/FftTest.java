package org.cotangent.ops;

import static org.cotangent.Autodiff.grad;
import static org.cotangent.Autodiff.vjp;
import static org.cotangent.Autodiff.vmap;
import static org.cotangent.Tensor.matrix;
import static org.cotangent.Tensor.vector;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrowsExactly;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.cotangent.Complex;
import org.cotangent.DType;
import org.cotangent.Shape;
import org.cotangent.ShapeException;
import org.cotangent.Tensor;
import org.cotangent.ops.Contraction.Overlap;
import org.cotangent.ops.Fft.Scaling;
import org.junit.jupiter.api.Test;

/// Theorems, definitions summed term by term, and numbers that NumPy 2 and SciPy 1 give.
class FftTest {
  private static final double CLOSE = 1e-13;

  private static Tensor random(long seed, int... shape) {
    return Tensor.of(new Random(seed).doubles(Shape.of(shape).size(), -1, 1).toArray(), shape);
  }

  private static Complex pair(long seed, int... shape) {
    return new Complex(random(seed, shape), random(seed + 100, shape));
  }

  private static void same(Tensor want, Tensor got) {
    assertEquals(want.shape(), got.shape());
    assertArrayEquals(want.toDoubles(), got.toDoubles(), CLOSE);
  }

  private static void same(Complex want, Complex got) {
    same(want.re(), got.re());
    same(want.im(), got.im());
  }

  @Test
  void numbersOfNumPy() {
    same(
        new Complex(vector(10, -2, -2, -2), vector(0, 2, 0, -2)),
        Fft.fft(Complex.real(vector(1, 2, 3, 4))));
    same(
        new Complex(vector(15, -2.5, -2.5), vector(0, 3.4409548011779334, 0.812299240582266)),
        Fft.rfft(vector(1, 2, 3, 4, 5)));
    same(vector(2, -1.5, 0, -0.5), Fft.irfft(new Complex(vector(0, 2, 4), vector(9, 1, 9))));
    same(vector(15, -4, 0, -1, 0, -4), Fft.hfft(Complex.real(vector(1, 2, 3, 4))));
    same(
        new Complex(
            vector(3, -0.7236067977499790, -0.2763932022500210),
            vector(0, -0.6155367074350507, 0.1453085056010721)),
        Fft.ihfft(vector(1, 2, 3, 5, 4)));
  }

  /// `fft.csv`, which `fft.py` beside it wrote: each scaling of each transform.
  @Test
  void scaledTransformsOfNumPyAndSciPy() throws IOException {
    String text;
    try (var in = FftTest.class.getResourceAsStream("fft.csv")) {
      text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.US_ASCII);
    }
    int count = 0;
    for (String line : text.lines().toList()) {
      String[] row = line.split(",");
      double[] want = Arrays.stream(row).skip(2).mapToDouble(Double::parseDouble).toArray();
      Tensor got = named(row[0], Scaling.valueOf(row[1]));
      assertArrayEquals(want, got.toDoubles(), CLOSE, row[0] + " " + row[1]);
      count++;
    }
    assertEquals(3 * 22, count);
  }

  private static Tensor named(String name, Scaling scaling) {
    Tensor x = wave(6);
    Tensor m = wave(24).reshape(4, 6);
    Complex square = new Complex(m, m.square());
    return switch (name) {
      case "hfft" -> Fft.hfft(new Complex(x, x.times(0.5)), 0, 9, scaling);
      case "ihfft" -> Fft.ihfft(x, 0, 6, scaling).im();
      case "irfftn" ->
          Fft.irfftn(new Complex(m, m.times(-0.3)), new int[] {1, 0}, new int[] {5, 7}, scaling);
      case "rfftn" -> Fft.rfftn(m, new int[] {1, 0}, new int[] {5, 7}, scaling).im();
      case "fftn" -> Fft.fftn(square, new int[] {0, 1}, new int[] {3, 8}, scaling).im();
      case "ifftn" -> Fft.ifftn(square, new int[] {0, 1}, new int[] {3, 8}, scaling).im();
      default -> {
        int type = name.charAt(name.length() - 1) - '0';
        yield switch (name.substring(0, name.length() - 1)) {
          case "dct" -> Fft.dct(x, type, 0, scaling);
          case "idct" -> Fft.idct(x, type, 0, scaling);
          case "dst" -> Fft.dst(x, type, 0, scaling);
          default -> Fft.idst(x, type, 0, scaling);
        };
      }
    };
  }

  private static Tensor wave(int n) {
    return Tensor.arange(n).to(DType.F64).square().plus(1).sin();
  }

  /// `|x|² = |y|²/n`.
  @Test
  void parseval() {
    for (int n : new int[] {1, 2, 9, 64, 67, 100}) {
      Complex z = pair(n, n);
      double energy = z.squaredMagnitude().sum().item();
      assertEquals(energy, Fft.fft(z).squaredMagnitude().sum().item() / n, CLOSE * n);
      assertEquals(
          energy, Fft.fft(z, 0, n, Scaling.ORTHO).squaredMagnitude().sum().item(), CLOSE * n);
    }
  }

  @Test
  void inversesUndo() {
    for (Scaling scaling : Scaling.values()) {
      for (int n : new int[] {1, 2, 5, 12, 41}) {
        Complex z = pair(n, 2, n, 3);
        same(z, Fft.ifft(Fft.fft(z, 1, n, scaling), 1, n, scaling));
        Tensor x = z.re();
        same(x, Fft.irfft(Fft.rfft(x, 1, n, scaling), 1, n, scaling));
        same(x, Fft.hfft(Fft.ihfft(x, 1, n, scaling), 1, n, scaling));
        int[] axes = {2, 1};
        int[] lengths = {3, n};
        same(z, Fft.ifftn(Fft.fftn(z, axes, lengths, scaling), axes, lengths, scaling));
        same(x, Fft.irfftn(Fft.rfftn(x, axes, lengths, scaling), axes, lengths, scaling));
        for (int type = 1; type <= 4; type++) {
          if (type > 1 || n > 1) {
            same(x, Fft.idct(Fft.dct(x, type, 1, scaling), type, 1, scaling));
          }
          same(x, Fft.idst(Fft.dst(x, type, 1, scaling), type, 1, scaling));
        }
      }
    }
  }

  /// A delay by s is a factor `exp(−2πiks/n)`.
  @Test
  void shiftTheorem() {
    for (int n : new int[] {6, 7, 37}) {
      Complex z = pair(n, n);
      Complex delayed = new Complex(Arranging.roll(z.re(), 2), Arranging.roll(z.im(), 2));
      Tensor angle = Tensor.arange(n).times(-4 * Math.PI / n);
      same(Fft.fft(z).times(new Complex(angle.cos(), angle.sin())), Fft.fft(delayed));
    }
  }

  @Test
  void realTransformsAreHalvesOfComplexOnes() {
    for (int n : new int[] {1, 2, 3, 8, 15, 37, 74}) {
      Tensor x = random(n, n);
      Complex whole = Fft.fft(Complex.real(x));
      same(whole.slice("0:" + (n / 2 + 1)), Fft.rfft(x));
      same(Fft.ifft(Complex.real(x)).slice("0:" + (n / 2 + 1)), Fft.ihfft(x));
    }
    Tensor x = random(1, 3, 4, 5);
    same(Fft.fftn(Complex.real(x)).slice("..., 0:3"), Fft.rfftn(x));
    same(Fft.fft2(Complex.real(x)).slice("..., 0:3"), Fft.rfft2(x));
    same(x, Fft.irfft2(Fft.rfft2(x), 4, 5));
    same(x.slice("..., 0:4"), Fft.irfft2(Fft.rfft2(x.slice("..., 0:4"))));
    Complex z = pair(2, 3, 4);
    same(Fft.fft(Fft.fft(z, 0), 1), Fft.fft2(z));
    same(z, Fft.ifft2(Fft.fft2(z)));
    same(Fft.fft2(z), Fft.fftn(z));
    same(Fft.ifft2(z), Fft.ifftn(z));
  }

  @Test
  void lengthsCropOrFill() {
    Complex z = pair(3, 4, 2);
    same(Fft.fft(z.slice("0:3"), 0), Fft.fft(z, 0, 3));
    Tensor zeros = Tensor.zeros(2, 2);
    Complex filled = new Complex(Tensor.concat(0, z.re(), zeros), Tensor.concat(0, z.im(), zeros));
    same(Fft.fft(filled, 0), Fft.fft(z, 0, 6));
    same(Fft.rfft(z.re().slice("0:3"), 0), Fft.rfft(z.re(), 0, 3));
    same(Fft.irfft(z.slice("0:3"), 0, 5), Fft.irfft(z, 0, 5));
    assertEquals("(5,2)", Fft.irfft(z, 0, 5).shape().toString());
    assertEquals("(6,2)", Fft.irfft(z, 0).shape().toString());
    same(Tensor.zeros(3), Fft.fft(Complex.real(Tensor.zeros(0)), 0, 3).re());
  }

  /// What [Fft#irfft] leaves out has derivative 0, exactly.
  @Test
  void ignoredImaginaryPartsHaveNoInfluence() {
    for (int n : new int[] {4, 5, 37}) {
      Complex z = pair(n, n / 2 + 1);
      Complex gradient = grad((Complex w) -> Fft.irfft(w, 0, n).times(random(7, n)).sum()).apply(z);
      double[] im = gradient.im().toDoubles();
      assertEquals(0.0, im[0]);
      assertEquals(n % 2 == 0, im[n / 2] == 0);
      Tensor moved = z.im().plus(Tensor.arange(n / 2 + 1).equal(0).to(DType.F64));
      assertArrayEquals(
          Fft.irfft(z, 0, n).toDoubles(), Fft.irfft(new Complex(z.re(), moved), 0, n).toDoubles());
    }
  }

  /// Reverse mode is the transposed map: `⟨y, Fx⟩ = ⟨Fᵀy, x⟩`.
  @Test
  void adjoint() {
    for (int n : new int[] {1, 6, 9, 41}) {
      Complex x = pair(n, n);
      Complex y = pair(n + 1, n);
      var result = vjp((Complex z) -> Fft.fft(z), x);
      Complex back = result.pullback().apply(y);
      assertEquals(dot(y, result.value()), dot(back, x), CLOSE * n);
      Complex z = pair(5, n / 2 + 1);
      Tensor t = random(6, n);
      var real = vjp((Complex w) -> Fft.irfft(w, 0, n), z);
      assertEquals(t.dot(real.value()).item(), dot(real.pullback().apply(t), z), CLOSE * n);
    }
  }

  private static double dot(Complex a, Complex b) {
    return a.re().dot(b.re()).plus(a.im().dot(b.im())).item();
  }

  @Test
  void aComplexTreeIsMapped() {
    Complex z = pair(1, 3, 5);
    same(Fft.fft(z), vmap((Complex row) -> Fft.fft(row)).apply(z));
    same(Fft.rfft(z.re()), vmap((Tensor row) -> Fft.rfft(row)).apply(z.re()));
  }

  @Test
  void dtypes() {
    assertEquals(DType.F32, Fft.fft(Complex.real(vector(1, 2).to(DType.F32))).im().dtype());
    assertEquals(DType.F32, Fft.irfft(Complex.real(vector(1, 2).to(DType.F32))).dtype());
    assertEquals(DType.F64, Fft.rfft(Tensor.arange(4)).re().dtype());
    assertEquals(DType.F32, Fft.dct(vector(1, 2).to(DType.F32), 2).dtype());
    same(vector(6, -2, 2), Fft.rfft(vector(1, 2, 3).to(DType.F32), 0, 4).re().to(DType.F64));
    Complex mixed = new Complex(Tensor.arange(3), vector(0, 0, 0).to(DType.F32));
    assertEquals(DType.F32, Fft.fft(mixed).re().dtype());
  }

  @Test
  void shiftsAndFrequencies() {
    same(vector(3, 4, 0, 1, 2), Fft.fftshift(Tensor.arange(5).to(DType.F64)));
    same(vector(2, 3, 4, 0, 1), Fft.ifftshift(Tensor.arange(5).to(DType.F64)));
    Complex z = pair(1, 3, 4);
    same(z, Fft.ifftshift(Fft.fftshift(z)));
    same(
        matrix(new double[] {2, 1}, new double[] {4, 3}),
        Fft.fftshift(matrix(new double[] {1, 2}, new double[] {3, 4}), 1));
    same(vector(0, 0.4, 0.8, -0.8, -0.4), Fft.fftfreq(5, 0.5));
    same(vector(0, 0.25, -0.5, -0.25), Fft.fftfreq(4, 1));
    same(vector(0, 0.25, 0.5), Fft.rfftfreq(4, 1));
    same(vector(0, 0.2, 0.4), Fft.rfftfreq(5, 1));
  }

  @Test
  void convolutions() {
    for (int[] lengths : new int[][] {{1, 1}, {5, 3}, {3, 5}, {7, 7}, {40, 9}}) {
      Tensor a = random(1, lengths[0]);
      Tensor b = random(2, lengths[1]);
      for (Overlap overlap : Overlap.values()) {
        same(Contraction.convolve(a, b, overlap), Fft.convolve(a, b, overlap));
      }
    }
    same(
        matrix(new double[] {1, 3, 2}, new double[] {4, 10, 6}, new double[] {3, 7, 4}),
        Fft.convolve(
            matrix(new double[] {1, 2}, new double[] {3, 4}),
            matrix(new double[] {1, 1}, new double[] {1, 1}),
            Overlap.FULL));
    for (int n : new int[] {1, 4, 5}) {
      Tensor a = random(3, 2, n);
      Tensor b = random(4, n);
      double[] want = new double[2 * n];
      for (int i = 0; i < 2 * n * n; i++) {
        int row = i / (n * n);
        int k = i / n % n;
        int j = i % n;
        want[row * n + k] += a.toDoubles()[row * n + j] * b.toDoubles()[Math.floorMod(k - j, n)];
      }
      same(Tensor.of(want, 2, n), Fft.circularConvolve(a, b));
    }
  }

  /// The sums of SciPy's manual.
  @Test
  void cosinesAndSines() {
    for (int n : new int[] {1, 2, 3, 4, 7, 12, 37}) {
      double[] x = random(n, n).toDoubles();
      for (int type = 1; type <= 4; type++) {
        if (n > 1 || type > 1) {
          same(vector(sums(x, type, true)), Fft.dct(vector(x), type));
        }
        same(vector(sums(x, type, false)), Fft.dst(vector(x), type));
      }
    }
  }

  private static double[] sums(double[] x, int type, boolean cosine) {
    int n = x.length;
    DoubleUnaryOperator wave = cosine ? Math::cos : Math::sin;
    int shift = cosine ? 0 : 1;
    return IntStream.range(0, n)
        .mapToDouble(k ->
            IntStream.range(0, n)
                .mapToDouble(j ->
                    switch (type) {
                      case 1 ->
                          (cosine && (j == 0 || j == n - 1) ? 1 : 2)
                              * x[j]
                              * wave.applyAsDouble(
                                  Math.PI * (j + shift) * (k + shift) / (cosine ? n - 1 : n + 1));
                      case 2 ->
                          2
                              * x[j]
                              * wave.applyAsDouble(Math.PI * (k + shift) * (2 * j + 1) / (2 * n));
                      case 3 ->
                          (j == (cosine ? 0 : n - 1) ? 1 : 2)
                              * x[j]
                              * wave.applyAsDouble(Math.PI * (j + shift) * (2 * k + 1) / (2 * n));
                      default ->
                          2
                              * x[j]
                              * wave.applyAsDouble(Math.PI * (2 * j + 1) * (2 * k + 1) / (4 * n));
                    })
                .sum())
        .toArray();
  }

  /// `QᵀQ = 1`.
  @Test
  void orthogonalTransformsAre() {
    for (int n : new int[] {2, 3, 6}) {
      for (int type = 1; type <= 4; type++) {
        Tensor q = Fft.dct(Tensor.eye(n), type, 1, Scaling.ORTHO);
        same(Tensor.eye(n), q.matmul(q.t()));
        Tensor s = Fft.dst(Tensor.eye(n), type, 1, Scaling.ORTHO);
        same(Tensor.eye(n), s.matmul(s.t()));
      }
    }
  }

  private static void fails(String message, Supplier<?> call) {
    assertEquals(
        message, String.valueOf(assertThrowsExactly(ShapeException.class, call::get).getMessage()));
  }

  @Test
  void errors() {
    Complex z = pair(1, 2, 3);
    fails("fft: (2,3) has no axis 2: its axes are 0 to 1, or -1 to -2", () -> Fft.fft(z, 2));
    fails("rfft: () has no axis -1: it has no axes", () -> Fft.rfft(Tensor.scalar(1)));
    fails("ifft: a transform of 0 numbers: the length must be 1 or more", () -> Fft.ifft(z, 0, 0));
    fails(
        "rfft: a transform of 0 numbers: the length must be 1 or more",
        () -> Fft.rfft(Tensor.zeros(2, 0)));
    fails(
        "irfft: a transform of 0 numbers: the length must be 1 or more",
        () -> Fft.irfft(Complex.real(Tensor.zeros(2, 1))));
    fails(
        "fft: the parts differ, (2) and (3)",
        () -> Fft.fft(new Complex(vector(1, 2), vector(1, 2, 3))));
    fails(
        "fftn: 1 lengths for 2 axes",
        () -> Fft.fftn(z, new int[] {0, 1}, new int[] {2}, Scaling.ORTHO));
    fails("rfftn: () has no axis to transform", () -> Fft.rfftn(Tensor.scalar(1)));
    fails(
        "fftshift: (3) has no axis 1: its axes are 0 to 0, or -1 to -1",
        () -> Fft.fftshift(vector(1, 2, 3), 1));
    fails(
        "fftfreq: a transform of 0 numbers: the length must be 1 or more", () -> Fft.fftfreq(0, 1));
    fails(
        "convolve: (2) and (2,2) must have elements, and as many axes, at least one",
        () -> Fft.convolve(vector(1, 2), Tensor.eye(2), Overlap.FULL));
    fails(
        "circularConvolve: the last axes of (2) and (3) must have one length, 1 or more",
        () -> Fft.circularConvolve(vector(1, 2), vector(1, 2, 3)));
    fails(
        "circularConvolve: (2,3) and (4,3) do not broadcast: lengths 2 and 4 at axis -2 differ and"
            + " neither is 1",
        () -> Fft.circularConvolve(Tensor.ones(2, 3), Tensor.ones(4, 3)));
    fails("dct: type 1 of 1 numbers: the length must be 2 or more", () -> Fft.dct(vector(1), 1));
    assertEquals(
        "idst: there is no type 5, only 1 to 4",
        assertThrowsExactly(IllegalArgumentException.class, () -> Fft.idst(vector(1), 5))
            .getMessage());
  }
}
