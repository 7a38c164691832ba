package org.cotangent.kernel;

/// The counter-based generator Threefry-2x32 with 20 rounds: random numbers as a function of a key and a counter, with no
/// state between them, so element `i` of a sample is the same whatever is drawn before, beside or after it.
///
/// J. Salmon, M. Moraes, R. Dror and D. Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011. A key is two 32-bit
/// words, a counter and a block of output too; each pair is held in a `long`, its first word above. The streams are those of
/// JAX with its default settings (`threefry2x32`, partitionable): one block for each element, whose counter is the element's
/// position.
///
/// Thread-safe.
public final class Threefry {
  /// How far the second word is rotated in each round; the eight repeat.
  private static final int[] ROTATIONS = {13, 15, 26, 6, 17, 29, 16, 24};

  /// Makes the third word of the key schedule, so that no key has a schedule of zeros.
  private static final int PARITY = 0x1BD11BDA;

  /// How many blocks are computed side by side: so few that they stay in the fastest cache.
  private static final int WIDTH = 256;

  private Threefry() {}

  /// The key of a seed: its upper and its lower 32 bits.
  public static long key(long seed) {
    return seed;
  }

  /// A key from its two words, of which the lower 32 bits count.
  public static long key(long first, long second) {
    return first << 32 | second & 0xFFFF_FFFFL;
  }

  /// The first word of a key, unsigned.
  public static long first(long key) {
    return key >>> 32;
  }

  /// The second word of a key, unsigned.
  public static long second(long key) {
    return key & 0xFFFF_FFFFL;
  }

  /// The child of `key` with that number: the block cipher applied to it.
  public static long fold(long key, long number) {
    long[] one = new long[1];
    blocks(key, number, one, 0, 1);
    return one[0];
  }

  /// The first `count` children of `key`: child `i` is [#fold] of `i`.
  public static long[] split(long key, int count) {
    return bits64(key, count);
  }

  /// 64 random bits for each of `count` elements: their blocks.
  public static long[] bits64(long key, int count) {
    long[] bits = new long[count];
    blocks(key, 0, bits, 0, count);
    return bits;
  }

  /// 32 random bits for each of `count` elements: the two words of their blocks, combined by exclusive or.
  public static int[] bits32(long key, int count) {
    int[] bits = new int[count];
    long[] blocks = new long[Math.min(count, WIDTH)];
    int n;
    for (int from = 0; from < count; from += n) {
      n = Math.min(WIDTH, count - from);
      blocks(key, from, blocks, 0, n);
      for (int i = 0; i < n; i++) {
        bits[from + i] = (int) (blocks[i] >>> 32 ^ blocks[i]);
      }
    }
    return bits;
  }

  /// Writes the blocks of the counters `counter, counter + 1, …` to `out[from], out[from + 1], …`, `count` of them.
  public static void blocks(long key, long counter, long[] out, int from, int count) {
    int k0 = (int) (key >>> 32);
    int k1 = (int) key;
    int[] schedule = {k0, k1, k0 ^ k1 ^ PARITY};
    int width = Math.min(count, WIDTH);
    int[] x0 = new int[width];
    int[] x1 = new int[width];
    int n;
    for (int done = 0; done < count; done += n) {
      n = Math.min(WIDTH, count - done);
      for (int i = 0; i < n; i++) {
        long position = counter + done + i;
        x0[i] = (int) (position >>> 32) + k0;
        x1[i] = (int) position + k1;
      }
      for (int group = 0; group < 5; group++) {
        fourRounds(
            x0,
            x1,
            n,
            4 * (group % 2),
            schedule[(group + 1) % 3],
            schedule[(group + 2) % 3] + group + 1);
      }
      for (int i = 0; i < n; i++) {
        out[from + done + i] = key(x0[i], x1[i]);
      }
    }
  }

  /// Four rounds and the addition of the next part of the key schedule, for `n` blocks. Each statement of the loop is
  /// independent from block to block, which lets the JIT use vector instructions.
  private static void fourRounds(int[] x0, int[] x1, int n, int rotations, int add0, int add1) {
    int r0 = ROTATIONS[rotations];
    int r1 = ROTATIONS[rotations + 1];
    int r2 = ROTATIONS[rotations + 2];
    int r3 = ROTATIONS[rotations + 3];
    for (int i = 0; i < n; i++) {
      int a = x0[i];
      int b = x1[i];
      a += b;
      b = (b << r0 | b >>> -r0) ^ a;
      a += b;
      b = (b << r1 | b >>> -r1) ^ a;
      a += b;
      b = (b << r2 | b >>> -r2) ^ a;
      a += b;
      b = (b << r3 | b >>> -r3) ^ a;
      x0[i] = a + add0;
      x1[i] = b + add1;
    }
  }
}
