package org.cotangent.compiler.kernel;

import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.CodeAttribute;
import java.lang.constant.ClassDesc;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.cotangent.compiler.VectorModule;
import org.cotangent.kernel.Buffers;
import org.jspecify.annotations.Nullable;

/// A nest made ready to run. Thread-safe.
///
/// It starts as code on single elements, which is fast to make and quick from the first call on, or without code of its own, by
/// [Blocks]. Once it has seen enough work, a thread in the background makes the code on vectors and warms it on small arrays of its
/// own; then it takes over. All do the same operations in the same order, so nothing else changes.
public final class Kernel {
  /// Vectors of which code is tried, about.
  private static final long SAMPLES = 16;

  /// Partial sums where there are no vectors.
  private static final int SCALAR_WIDTH = 8;

  /// HotSpot compiles no method that is longer.
  private static final int LONGEST = 7_900;

  /// `cotangent.vectors`: `later`, the normal way; `now`, at once, however slow the first calls are; `never`.
  private static final String WHEN = System.getProperty("cotangent.vectors", "later");

  /// Work, in additions, after which vectors are worth the while of making their code.
  private static final long MUCH = 200_000;

  /// The same of a loop without code of its own, and calls: parameters that are ever different must not make code for each.
  private static final long MUCH_INTERPRETED = 5_000_000;

  private static final int MANY_INTERPRETED = 4;

  /// What does the nest's work.
  interface Runner {
    /// Over the arrays `values[slots[i]]`.
    void run(@Nullable Object[] values, int[] slots, int from, int to, int number);
  }

  /// Where vectors were not faster, they are tried again after so much work, and so often in all: whether HotSpot compiles them well is
  /// a matter of what else it compiles at the time.
  private static final long AGAIN = 500_000_000;

  private static final int TRIES = 5;

  private final Nest nest;
  private final Binding binding;

  /// The slots of arrays that are given in order.
  private final int[] order;

  private final int width;
  private final boolean vectorisable;
  private final long rowWork;
  private final boolean interpreted;
  private volatile Runner code;

  /// Shorter parts than a vector are done by code on single elements; 0 if there are none.
  private final int least;

  /// The code that does them; made when they come up.
  private volatile @Nullable Runner shorter;

  private volatile boolean overtaken;

  /// The code on vectors that did not win yet, and how often that was; of the thread that prepares code.
  private @Nullable Runner prepared;

  private int tries;

  /// Work and calls seen so far; races lose some, which does no harm.
  private long seen;

  private int calls;

  private final AtomicBoolean asked = new AtomicBoolean();

  /// A nest, which should be collapsed, made ready over arrays that are found as `binding` has it. Whoever asks for the same gets the
  /// same, as long as somebody has it: a program that does one thing a hundred times compiles it once.
  public static Kernel of(Nest nest, Binding binding) {
    return Kernels.of(nest, binding);
  }

  Kernel(Nest nest, Binding binding) {
    this(nest, binding, vectorisable(nest), WHEN.equals("now"), false);
  }

  private Kernel(Nest nest, boolean vectorisable, boolean now, boolean interpreted) {
    this(nest, Binding.plain(nest), vectorisable, now, interpreted);
  }

  /// A nest of one loop, all of whose results are stored side by side, that has no code of its own until it is much used. Only
  /// where there are [#vectors].
  public static Kernel interpreted(Nest nest) {
    return new Kernel(nest, true, WHEN.equals("now"), true);
  }

  /// For tests: whether it has changed over to code on vectors.
  boolean changed() {
    return overtaken;
  }

  /// For tests: one without code of its own until it is much used, whatever the property says.
  static Kernel onBlocksFirst(Nest nest) {
    return new Kernel(nest, true, false, true);
  }

  /// For tests: code of one kind for good.
  static Kernel onSingles(Nest nest) {
    return settled(new Kernel(nest, vectorisable(nest), false, false));
  }

  /// For tests: code on vectors at once, where there are vectors.
  static Kernel onVectors(Nest nest) {
    return new Kernel(nest, vectorisable(nest), true, false);
  }

  /// For tests: no code of its own for good.
  static Kernel onBlocks(Nest nest) {
    return settled(onBlocksFirst(nest));
  }

  private static Kernel settled(Kernel kernel) {
    kernel.asked.set(true);
    return kernel;
  }

  private Kernel(
      Nest nest, Binding binding, boolean vectorisable, boolean now, boolean interpreted) {
    this.nest = nest;
    this.vectorisable = vectorisable;
    this.width =
        vectorisable ? Species.length(nest.body().floating()) * unrolled(nest) : SCALAR_WIDTH;
    this.rowWork = nest.size() / turns(nest) * nest.body().weight();
    this.interpreted = interpreted;
    this.order = IntStream.range(0, binding.arrays()).toArray();
    // What is known when code is made must be so when it is tried on a few rows.
    this.binding = binding.whole() && nest.size() > SAMPLES * width ? binding.parted() : binding;
    boolean parts = nest.parted() == nest.loops() - 1;
    this.least = vectorisable && parts && overlaps(nest) ? width : 0;
    if (vectorisable && now && (!interpreted || fits(nest))) {
      this.code = define(vectors(nest, this.binding));
    } else if (interpreted) {
      var blocks = new Blocks(nest);
      this.code = (arrays, _, from, to, _) -> blocks.run(arrays, from, to);
    } else {
      this.code = define(singles());
    }
  }

  /// Whether there are vectors that loops may use, and products and sums that are rounded once are instructions. (Without those, on
  /// processors that are very old, they cost a hundred times as much.)
  public static boolean vectors() {
    return Vectors.WANTED;
  }

  /// Asked once.
  private static final class Vectors {
    static final boolean WANTED =
        VectorModule.present() && !WHEN.equals("never") && fused(System.getProperty("os.arch"));

    /// On x86 they came with integer vectors of 256 bits.
    private static boolean fused(String architecture) {
      boolean x86 = architecture.equals("amd64") || architecture.equals("x86_64");
      return !x86 || Species.length(Lane.F64) >= 4;
    }
  }

  private ScalarNestCode singles() {
    return new ScalarNestCode(nest, binding, width, vectorisable && overlaps(nest));
  }

  private static boolean overlaps(Nest nest) {
    return VectorNestCode.overlaps(nest, Species.length(nest.body().floating()), unrolled(nest));
  }

  private static VectorNestCode vectors(Nest nest, Binding binding) {
    Lane lane = nest.body().floating();
    return new VectorNestCode(nest, binding, lane, Species.length(lane), unrolled(nest));
  }

  /// Cheap sums wait for each other less if there are several; short ones are over before that.
  private static int unrolled(Nest nest) {
    int row = nest.extents().getLast();
    boolean several = row >= 16 * Species.length(nest.body().floating());
    return several && folds(nest) && nest.body().weight() < 40 ? 4 : 1;
  }

  /// What one turn of the outermost loop costs, in additions.
  public long rowWork() {
    return rowWork;
  }

  /// What all of it costs, in additions.
  public long work() {
    return rowWork * turns(nest);
  }

  /// The length of the parted loop.
  private static int turns(Nest nest) {
    return nest.extents().get(nest.parted());
  }

  /// What it does.
  public Nest nest() {
    return nest;
  }

  private static boolean folds(Nest nest) {
    return nest.outputs().stream().anyMatch(output -> output.folded(nest.loops()));
  }

  private static boolean vectorisable(Nest nest) {
    return VectorModule.present()
        && !WHEN.equals("never")
        && nest.body().uniform()
        && VectorNestCode.reaches(nest)
        && nest.extents().getLast() >= Species.length(nest.body().floating()) / 2
        && (Species.length(nest.body().floating()) > 2 || !chooses(nest))
        && nest.outputs().stream().allMatch(o -> o.lane() == Lane.BOOL || o.lane().floating());
  }

  /// Whether elements are compared. HotSpot knows no masks of two elements: vectors that need them are objects, slower than loops.
  private static boolean chooses(Nest nest) {
    return nest.body().instructions().stream().anyMatch(i -> i.lane() == Lane.BOOL);
  }

  /// Code on single elements, without anything around it.
  static Runner single(Nest nest) {
    return define(new ScalarNestCode(nest, Binding.plain(nest), SCALAR_WIDTH, false));
  }

  private static ClassDesc name() {
    return ClassDesc.of(Kernel.class.getPackageName(), "Loops");
  }

  private static Runner define(NestCode writer) {
    byte[] bytes = writer.write(name());
    try {
      MethodHandles.Lookup lookup =
          MethodHandles.lookup().defineHiddenClassWithClassData(bytes, writer.functions(), true);
      MethodHandle made =
          lookup.findConstructor(lookup.lookupClass(), MethodType.methodType(void.class));
      return (Runner) made.invoke();
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  /// Whether the nest's methods are short enough for HotSpot to compile.
  public static boolean fits(Nest nest) {
    Binding plain = Binding.plain(nest);
    NestCode code =
        vectorisable(nest)
            ? vectors(nest, plain)
            : new ScalarNestCode(nest, plain, SCALAR_WIDTH, false);
    return ClassFile.of().parse(code.write(name())).methods().stream()
        .flatMap(method -> method.code().stream())
        .allMatch(found -> ((CodeAttribute) found).codeLength() <= LONGEST);
  }

  /// Runs the part from `from` to `to` of the parted loop, which has a number, over arrays in the order of the binding.
  public void run(Object[] arrays, int from, int to, int number) {
    run(arrays, order, from, to, number);
  }

  /// The same over the arrays `values[slots[i]]`.
  public void run(@Nullable Object[] values, int[] slots, int from, int to, int number) {
    if (to - from < least) {
      shorter().run(values, slots, from, to, number);
    } else {
      code.run(values, slots, from, to, number);
    }
    if (interpreted) {
      countInterpreted(from, to);
    } else if (vectorisable && seen < MUCH) {
      seen += rowWork * (to - from);
      if (seen >= MUCH && asked.compareAndSet(false, true)) {
        WarmUp.later(work(), this::vectorise);
      }
    }
  }

  private Runner shorter() {
    Runner made = shorter;
    if (made == null) {
      made = define(singles());
      shorter = made;
    }
    return made;
  }

  private void countInterpreted(int from, int to) {
    if (seen >= MUCH_INTERPRETED && calls >= MANY_INTERPRETED) {
      return;
    }
    seen += rowWork * (to - from);
    if (from == 0) {
      calls++;
    }
    if (seen >= MUCH_INTERPRETED && calls >= MANY_INTERPRETED && asked.compareAndSet(false, true)) {
      WarmUp.later(seen / calls, this::vectorise);
    }
  }

  @Override
  public String toString() {
    return "loops "
        + nest.extents()
        + ", "
        + nest.operands().size()
        + " read, "
        + nest.outputs().size()
        + " written, "
        + nest.body().instructions().size()
        + " instructions"
        + (vectorisable ? ", vectors of " + nest.body().floating() : "");
  }

  /// Makes the code on vectors, to be run on arrays of its own until the JIT has compiled it, and then to take over.
  private Optional<WarmUp.Race> vectorise() {
    if (!fits(nest)) {
      return Optional.empty();
    }
    Runner made = prepared == null ? define(vectors(nest, binding)) : prepared;
    prepared = made;
    long row = Math.max(1, nest.size() / turns(nest));
    // Whole vectors and what is left of them in all sizes, if the code does any number of turns.
    boolean varied = !binding.whole() && nest.parted() == nest.loops() - 1;
    long enough = Math.max((interpreted ? 128L : SAMPLES) * width / row, varied ? 3L * width : 0);
    int rows = Math.clamp(enough, Math.max(1, least), turns(nest));
    int ends = varied ? Math.clamp(rows - least, 1, width) : 1;
    Object[] arrays = samples(rows);
    Runner present = code;
    return Optional.of(
        new WarmUp.Race(
            varied(made, arrays, rows, ends),
            varied(present, arrays, rows, ends),
            interpreted,
            faster -> decide(made, faster)));
  }

  private void decide(Runner made, boolean faster) {
    if (faster) {
      code = made;
      overtaken = true;
    } else if (++tries < TRIES) {
      seen = -AGAIN;
      asked.set(false);
    }
  }

  /// Runs code on so many rows and, in turns, on one less for each of `ends` calls. HotSpot compiles only what it has seen, and would
  /// start anew when the code has taken over.
  private Runnable varied(Runner code, Object[] arrays, int rows, int ends) {
    int[] less = new int[1];
    return () -> {
      code.run(arrays, order, 0, rows - less[0], 0);
      less[0] = (less[0] + 1) % ends;
    };
  }

  /// Arrays that are long enough for the first rows, of harmless numbers.
  private Object[] samples(int rows) {
    int operands = nest.operands().size();
    var lanes = new Lane[binding.arrays()];
    int[] lengths = new int[lanes.length];
    for (int k = 0; k < binding.places().size(); k++) {
      int place = binding.places().get(k);
      int length;
      if (k < operands) {
        Nest.Operand operand = nest.operands().get(k);
        lanes[place] = operand.lane();
        length = reach(operand.offset(), operand.strides(), rows);
      } else {
        Nest.Output output = nest.outputs().get(k - operands);
        lanes[place] = output.lane();
        length = reach(output.offset(), output.strides(), rows);
      }
      lengths[place] = Math.max(lengths[place], length);
    }
    var arrays = new Object[lanes.length];
    for (int place = 0; place < arrays.length; place++) {
      if (lanes[place] != null) {
        arrays[place] = Buffers.allocate(lanes[place].dtype(), lengths[place]);
        if (arrays[place] instanceof double[] wide) {
          java.util.Arrays.fill(wide, 0.5);
        } else if (arrays[place] instanceof float[] narrow) {
          java.util.Arrays.fill(narrow, 0.5f);
        }
      }
    }
    return arrays;
  }

  private int reach(int offset, java.util.List<Integer> strides, int rows) {
    int reach = offset + 1;
    for (int level = 0; level < strides.size(); level++) {
      int extent = level == nest.parted() ? rows : nest.extents().get(level);
      reach += Math.max(0, strides.get(level) * (extent - 1));
    }
    return reach;
  }
}
