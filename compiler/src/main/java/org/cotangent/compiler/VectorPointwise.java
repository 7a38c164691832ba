package org.cotangent.compiler;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.cotangent.compiler.kernel.Body;
import org.cotangent.compiler.kernel.Code;
import org.cotangent.compiler.kernel.Formulas;
import org.cotangent.compiler.kernel.Kernel;
import org.cotangent.compiler.kernel.Lane;
import org.cotangent.compiler.kernel.Nest;
import org.cotangent.kernel.PointwiseCompiler;
import org.cotangent.primitive.Scalar;

/// Formulas over large arrays as the loops of compiled programs: the same instructions, so the same bits. Takes what can be done on
/// vectors, where there are vectors. Thread-safe.
public final class VectorPointwise implements PointwiseCompiler {
  /// A loop is divided among threads in parts of so many places.
  private static final int PART = 16_384;

  /// The longest array there may be: the loop's limits are arguments of its code.
  private static final int LONGEST = Integer.MAX_VALUE;

  /// For the service loader.
  public VectorPointwise() {}

  @Override
  public Optional<PointwiseCompiler.Loop> prepare(Request request) {
    return Kernel.vectors() ? written(request).map(Written::loop) : Optional.empty();
  }

  /// A request as a nest.
  ///
  /// @param nest what is done
  /// @param used the operands that it reads
  record Written(Nest nest, List<Integer> used) {
    PointwiseCompiler.Loop loop() {
      return new Sweeping(Kernel.interpreted(nest), used);
    }
  }

  /// None if it cannot be done on vectors.
  static Optional<Written> written(Request request) {
    if (!floating(request)) {
      return Optional.empty();
    }
    var writer = new Writer(request);
    Body body = writer.body;
    Lane lane = Lane.of(request.result());
    var output = new Nest.Output(writer.result(), lane, Nest.Reduction.NONE, 0, List.of(1));
    boolean calls = body.instructions().stream().anyMatch(in -> in.code() == Code.CALL);
    return body.uniform() && !calls
        ? Optional.of(
            new Written(
                new Nest(List.of(LONGEST), writer.operands, body, List.of(output)), writer.used))
        : Optional.empty();
  }

  private static boolean floating(Request request) {
    return request.result().floating()
        || request.operands().stream().anyMatch(operand -> operand.dtype().floating());
  }

  /// A kernel, and which of the operands it reads.
  private record Sweeping(Kernel kernel, List<Integer> used) implements PointwiseCompiler.Loop {
    @Override
    public void run(Object[] arrays, int size) {
      var read = new Object[used.size() + 1];
      for (int i = 0; i < used.size(); i++) {
        read[i] = arrays[used.get(i)];
      }
      read[used.size()] = arrays[arrays.length - 1];
      int parts = (size + PART - 1) / PART;
      Threads.each(
          parts,
          Threads.workers(parts, kernel.rowWork() * size),
          (part, _) -> kernel.run(read, part * PART, (int) Math.min(size, (part + 1L) * PART), 0));
    }
  }

  /// Writes the body of a request: what a formula does not use is not read.
  private static final class Writer {
    final Request request;
    final Body body = new Body();
    final List<Nest.Operand> operands = new ArrayList<>();
    final List<Integer> used = new ArrayList<>();
    private final Lane lane;

    Writer(Request request) {
      this.request = request;
      this.lane = lane(request);
    }

    /// What is calculated with: the result's type if it is floating, else that of the first operand that is.
    private static Lane lane(Request request) {
      if (request.result().floating()) {
        return Lane.of(request.result());
      }
      return request.operands().stream()
          .map(operand -> Lane.of(operand.dtype()))
          .filter(Lane::floating)
          .findFirst()
          .orElse(Lane.F64);
    }

    int result() {
      Form form = request.form();
      int count = request.operands().size();
      int own = count - (form == Form.VALUE ? 0 : form == Form.PRODUCT ? 1 : 2);
      int value = Formulas.lower(body, request.formula(), lane, new Operands(own));
      if (form == Form.VALUE) {
        return body.convert(value, Lane.of(request.result()));
      }
      int factor = load(own);
      int product =
          request.masked()
              ? Formulas.maskedProduct(body, factor, body.convert(value, lane))
              : body.mul(factor, body.convert(value, lane));
      return form == Form.SUM ? body.add(load(own + 1), product) : product;
    }

    /// The instruction that reads operand `i`.
    private int load(int i) {
      int known = used.indexOf(i);
      Operand operand = request.operands().get(i);
      Lane of = Lane.of(operand.dtype());
      if (known < 0) {
        known = used.size();
        used.add(i);
        operands.add(new Nest.Operand(of, 0, List.of(operand.filled() ? 0 : 1)));
      }
      return body.load(known, of);
    }

    /// The instructions that read a formula's operands, made when they are asked for.
    private final class Operands extends java.util.AbstractList<Integer> {
      private final int count;

      Operands(int count) {
        this.count = count;
      }

      @Override
      public Integer get(int i) {
        return load(i);
      }

      @Override
      public int size() {
        return count;
      }
    }
  }
}
