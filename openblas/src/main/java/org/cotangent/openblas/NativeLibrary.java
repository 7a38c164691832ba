package org.cotangent.openblas;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.cotangent.kernel.Blas;

/// OpenBLAS as the `org.bytedeco:openblas` jars carry it: unpacked into a temporary folder with the libraries beside it that it needs, and
/// loaded once.
///
/// It uses as many threads as the system property `cotangent.blas.threads` says, else as its own variable `OPENBLAS_NUM_THREADS` says,
/// else half of the processors, but at most 4.
@SuppressWarnings("restricted") // Native calls are what this module is for.
final class NativeLibrary {
  private static final String PLATFORM = platform();

  /// The library's own files by system, those that it needs first.
  private static final List<String> FILES =
      switch (PLATFORM.substring(0, PLATFORM.indexOf('-'))) {
        case "windows" ->
            List.of(
                "libgcc_s_seh-1.dll",
                "libquadmath-0.dll",
                "libwinpthread-1.dll",
                "libgfortran-5.dll",
                "libgfortran-3.dll",
                "libopenblas.dll");
        case "macosx" ->
            List.of(
                "libgcc_s.1.1.dylib",
                "libgcc_s.1.dylib",
                "libquadmath.0.dylib",
                "libgfortran.5.dylib",
                "libgfortran.dylib",
                "libopenblas.0.dylib");
        default ->
            List.of("libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0");
      };

  /// Absent where no jar for this platform is on the class path, or where it does not load.
  private static final Optional<SymbolLookup> LOOKUP = load();

  private NativeLibrary() {}

  private static String platform() {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    String machine = System.getProperty("os.arch", "");
    String system = os.contains("win") ? "windows" : os.contains("mac") ? "macosx" : "linux";
    boolean arm = machine.equals("aarch64") || machine.equals("arm64");
    return system
        + "-"
        + switch (machine) {
          case "amd64", "x86_64" -> "x86_64";
          default -> arm ? "arm64" : machine;
        };
  }

  private static Optional<SymbolLookup> load() {
    try {
      Path folder = Files.createTempDirectory("cotangent-openblas");
      Path library = null;
      for (String file : FILES) {
        String resource = "org/bytedeco/openblas/" + PLATFORM + "/" + file;
        try (InputStream in = NativeLibrary.class.getClassLoader().getResourceAsStream(resource)) {
          if (in != null) {
            library = folder.resolve(file);
            Files.copy(in, library, StandardCopyOption.REPLACE_EXISTING);
            library.toFile().deleteOnExit();
          }
        }
      }
      folder.toFile().deleteOnExit();
      if (library == null || !library.getFileName().toString().contains("openblas")) {
        return Optional.empty();
      }
      SymbolLookup lookup = SymbolLookup.libraryLookup(library, Arena.global());
      limitThreads(lookup);
      return Optional.of(lookup);
    } catch (IOException | IllegalArgumentException e) {
      System.getLogger(NativeLibrary.class.getName())
          .log(System.Logger.Level.WARNING, "OpenBLAS is on the class path but does not load", e);
      return Optional.empty();
    }
  }

  /// OpenBLAS would use every processor, and its threads wait for each other by spinning: where something else runs, more of them are
  /// slower. What the user said in its own variable holds, unless there is a property of ours.
  private static void limitThreads(SymbolLookup lookup) {
    boolean said =
        System.getenv("OPENBLAS_NUM_THREADS") != null || System.getenv("OMP_NUM_THREADS") != null;
    if (said && System.getProperty("cotangent.blas.threads") == null) {
      return;
    }
    MethodHandle limit =
        Linker.nativeLinker()
            .downcallHandle(
                lookup.findOrThrow("openblas_set_num_threads"),
                FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT));
    try {
      limit.invokeExact(Blas.threads());
    } catch (Throwable e) {
      throw new IllegalStateException("OpenBLAS: openblas_set_num_threads failed", e);
    }
  }

  static boolean present() {
    return LOOKUP.isPresent();
  }

  /// A handle on a function of the library.
  static MethodHandle function(
      String name, FunctionDescriptor descriptor, Linker.Option... options) {
    SymbolLookup lookup =
        LOOKUP.orElseThrow(() ->
            new UnsupportedOperationException(
                "OpenBLAS: no org.bytedeco:openblas jar for "
                    + PLATFORM
                    + " is on the class path"));
    return Linker.nativeLinker()
        .downcallHandle(
            lookup
                .find(name)
                .orElseThrow(
                    () -> new UnsupportedOperationException("OpenBLAS: it has no " + name)),
            descriptor,
            options);
  }
}
