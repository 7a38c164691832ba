package org.cotangent.solve;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.cotangent.Tensor;
import org.cotangent.trace.HostCall;
import org.junit.jupiter.api.Test;

/// The solvers stand on what the library shows to everybody: neither on its kernels, nor on how its traces work.
class ArchitectureTest {
  private static final JavaClasses OURS = imported(LeastSquares.class);

  @Test
  void seesOnlyWhatUsersSeeAndHostCalls() {
    classes()
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(
                    "java..",
                    "org.jspecify..",
                    "org.cotangent",
                    "org.cotangent.ops..",
                    "org.cotangent.primitive..",
                    "org.cotangent.tree..",
                    "org.cotangent.solve..")
                .or(type(HostCall.class)))
        .check(OURS);
  }

  /// Programs import both modules whole, so a name that both have would be ambiguous there.
  @Test
  void noNameOfTheCore() {
    var ours = names(OURS);
    assertTrue(
        ours.contains("LeastSquares") && ours.contains("Minimum"), "the names were not read");
    ours.retainAll(names(imported(Tensor.class)));
    assertEquals(List.of(), List.copyOf(ours));
  }

  @Test
  void noNameOfJavaBase() {
    for (String name : names(OURS)) {
      for (String hidden :
          List.of("java.lang.", "java.util.", "java.time.", "java.util.function.")) {
        assertThrows(ClassNotFoundException.class, () -> Class.forName(hidden + name), name);
      }
    }
  }

  private static TreeSet<String> names(JavaClasses classes) {
    return classes.stream()
        .filter(type -> type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
        .filter(type -> !type.getPackageName().equals("org.cotangent.kernel"))
        .map(JavaClass::getSimpleName)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JavaClasses imported(Class<?> type) {
    return new ClassFileImporter()
        .importUrls(List.of(type.getProtectionDomain().getCodeSource().getLocation()));
  }
}
