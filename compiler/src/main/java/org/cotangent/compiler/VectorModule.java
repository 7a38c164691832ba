package org.cotangent.compiler;

import java.util.concurrent.atomic.AtomicBoolean;

/// Whether this virtual machine has vectors: the module `jdk.incubator.vector`, which a JDK 25 loads only if it is told to.
///
/// Everything works without it, on single numbers that the JIT vectorises where it can. Classes that name a type of that module
/// are loaded only after [#present] has said yes.
public final class VectorModule {
  private static final boolean PRESENT =
      ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent() && readable();

  private static final AtomicBoolean WARNED = new AtomicBoolean();

  private VectorModule() {}

  /// Modules on the module path read it only if somebody says so; on the class path everybody does.
  private static boolean readable() {
    Module own = VectorModule.class.getModule();
    return ModuleLayer.boot()
        .findModule("jdk.incubator.vector")
        .map(vectors -> {
          own.addReads(vectors);
          return own.canRead(vectors);
        })
        .orElse(false);
  }

  /// Whether kernels may use vectors.
  public static boolean present() {
    return PRESENT;
  }

  /// Says once, on the error stream, which flag would make large arrays faster. Only for work that is worth it.
  public static void warnOnce() {
    if (!PRESENT && WARNED.compareAndSet(false, true)) {
      System.getLogger("org.cotangent")
          .log(
              System.Logger.Level.WARNING,
              "large arrays would be faster with vectors: add"
                  + " --add-modules jdk.incubator.vector to the options of java");
    }
  }
}
