package org.cotangent;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.lang.module.ModuleDescriptor.Requires.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.cotangent.primitive.Primitive;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Who may see whom.
///
/// The root package holds the values, which every package may use, and the transformations, which it alone may: it ties
/// the others together. Below it the packages see what [#MAY_SEE] says, and nothing else but the JDK.
class ArchitectureTest {
  private static final String ROOT = "org.cotangent";

  /// `kernel` and `primitive` are one layer: kernels speak of abstract values, and pointwise primitives run as kernels.
  private static final Map<String, Set<String>> MAY_SEE =
      Map.of(
          "kernel", Set.of("primitive"),
          "primitive", Set.of("kernel"),
          "ops", Set.of("primitive", "kernel"),
          "tree", Set.of("primitive"),
          "program", Set.of("primitive", "kernel", "ops"),
          "trace", Set.of("primitive", "kernel", "ops", "tree"),
          "sparse", Set.of("primitive", "kernel"),
          "pass", Set.of("primitive", "kernel", "ops", "program", "trace"),
          "graph", Set.of("primitive", "kernel", "ops", "tree", "program", "trace", "pass"));

  /// What is in the root package and no value: only the root package itself may use it.
  private static final DescribedPredicate<JavaClass> FACADE =
      describe("the transformations", c -> outermost(c).getName().equals(ROOT + ".Autodiff"));

  private static final JavaClasses CLASSES = importedCore();

  @TestFactory
  Stream<DynamicTest> packagesSeeOnlyWhatTheyMay() {
    return new TreeMap<>(MAY_SEE)
        .entrySet().stream()
            .map(entry ->
                DynamicTest.dynamicTest(
                    entry.getKey(), () -> seesOnly(entry.getKey(), entry.getValue())));
  }

  private static void seesOnly(String name, Set<String> others) {
    var visible =
        Stream.concat(
                Stream.of("java..", "org.jspecify..", ROOT, ROOT + "." + name + ".."),
                others.stream().map(other -> ROOT + "." + other + ".."))
            .toArray(String[]::new);
    classes()
        .that()
        .resideInAPackage(ROOT + "." + name + "..")
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage(visible))
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void eachPackageHasALayer() {
    var found =
        CLASSES.stream()
            .map(ArchitectureTest::layer)
            .filter(layer -> !layer.isEmpty())
            .collect(Collectors.toCollection(TreeSet::new));
    var unknown = new TreeSet<>(found);
    unknown.removeAll(MAY_SEE.keySet());
    assertEquals(Set.of(), unknown, "packages without a line in MAY_SEE");
    assertFalse(found.isEmpty(), "nothing was read");
  }

  @Test
  void onlyTheRootPackageSeesTheTransformations() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT)
        .should()
        .dependOnClassesThat(FACADE)
        .check(CLASSES);
  }

  @Test
  void noCyclesBelowTheRoot() {
    slices().assignedFrom(new Layers()).should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void primitivesAreRecords() {
    classes()
        .that()
        .areAssignableTo(Primitive.class)
        .and()
        .areNotInterfaces()
        .should()
        .beRecords()
        .allowEmptyShould(true)
        .check(CLASSES);
  }

  @Test
  void coreNeedsNothingButTheJdk() {
    classes()
        .should()
        .onlyDependOnClassesThat(resideInAnyPackage("java..", "org.jspecify..", ROOT + ".."))
        .check(CLASSES);
  }

  /// `static`: absent at run time. Not `transitive`: who compiles against this module would have to have it.
  @Test
  void theDescriptorNeedsNothingButTheJdk() {
    for (var needed : PublicNamesTest.descriptor().requires()) {
      boolean harmless =
          needed.modifiers().contains(Modifier.STATIC)
              && !needed.modifiers().contains(Modifier.TRANSITIVE);
      assertTrue(harmless || needed.name().equals("java.base"), needed.toString());
    }
  }

  /// The package below the root in which a class lies; empty for the root package.
  private static String layer(JavaClass type) {
    var name = type.getPackageName();
    return name.equals(ROOT) ? "" : name.substring(ROOT.length() + 1).split("\\.", 2)[0];
  }

  private static JavaClass outermost(JavaClass type) {
    return type.getEnclosingClass().map(ArchitectureTest::outermost).orElse(type);
  }

  /// The classes as the build wrote them; the tests' own lie elsewhere.
  private static JavaClasses importedCore() {
    var where = Tensor.class.getProtectionDomain().getCodeSource().getLocation();
    var classes = new ClassFileImporter().importUrls(List.of(where));
    if (classes.isEmpty()) {
      throw new AssertionError("no classes at " + where);
    }
    return classes;
  }

  /// Slices for the search of cycles: the root package is in none, `kernel` and `primitive` are in one.
  private static final class Layers implements SliceAssignment {
    private static final Set<String> BOTTOM = Set.of("kernel", "primitive");

    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      if (!type.getPackageName().startsWith(ROOT + ".")) {
        return SliceIdentifier.ignore();
      }
      var layer = layer(type);
      return SliceIdentifier.of(BOTTOM.contains(layer) ? "bottom" : layer);
    }

    @Override
    public String getDescription() {
      return "the packages below the root";
    }
  }
}
