package org.cotangent.cli.conformance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.cotangent.Autodiff;
import org.cotangent.Tensor;
import org.cotangent.tree.Trees;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The reference cases that are whole programs.
class ProgramsTest {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// Where the demo has its data, which are not copied.
  private static final Path DIGITS =
      Path.of(
          "..", "examples", "src", "main", "resources", "org", "cotangent", "examples", "digits");

  private static final DataFiles DATA = new DataFiles(DIGITS);

  private static JsonNode read(String file) {
    try (InputStream stream =
        Objects.requireNonNull(ProgramsTest.class.getResourceAsStream(file + ".json"))) {
      return JSON.readTree(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<JsonNode> cases() {
    var cases = new ArrayList<JsonNode>();
    for (String file :
        List.of(
            "adbench_gmm_small",
            "black_scholes",
            "mgh",
            "nist",
            "posterior_eight_schools_noncentered")) {
      read("programs/" + file).get("cases").forEach(cases::add);
    }
    JSON.readTree(DIGITS.resolve("digits_curve.json").toFile()).get("cases").forEach(cases::add);
    return cases;
  }

  private static ReferenceProgram program(JsonNode reference) {
    return ProgramTable.find(reference, DATA).orElseThrow();
  }

  @TestFactory
  Stream<DynamicTest> programsAgree() {
    var checker = new Checker(read("cases/tolerances"));
    return cases().stream()
        .map(reference ->
            dynamicTest(
                reference.get("id").stringValue(),
                () ->
                    assertEquals(
                        List.of(), checker.checkProgram(reference, program(reference).result()))));
  }

  /// Values and gradients are the same at once, as a program, and compiled.
  @TestFactory
  Stream<DynamicTest> waysOfRunning() {
    return cases().stream()
        .map(reference ->
            dynamicTest(reference.get("id").stringValue(), () -> same(program(reference))));
  }

  private static void same(ReferenceProgram program) {
    Function<Map<String, Tensor>, List<Tensor>> f =
        inputs -> {
          var result = Autodiff.valueAndGrad(program.objective()).apply(inputs);
          var all = new ArrayList<>(List.of(result.value()));
          all.addAll(Trees.leaves(result.grad()));
          return all;
        };
    List<Tensor> eager = f.apply(program.at());
    List<Tensor> staged = Autodiff.stage(f, program.at()).apply(Trees.leaves(program.at()));
    List<Tensor> compiled = Autodiff.compile(f).apply(program.at());
    assertEquals(program.at().size() + 1, eager.size());
    for (int i = 0; i < eager.size(); i++) {
      double[] expected = eager.get(i).toDoubles();
      double size = 0;
      for (double x : expected) {
        size = Math.max(size, Math.abs(x));
      }
      assertArrayEquals(expected, staged.get(i).toDoubles(), 1e-12 * size);
      assertArrayEquals(expected, compiled.get(i).toDoubles(), 1e-12 * size);
    }
  }

  @Test
  void theCheckerFindsWhatIsWrong() {
    var checker = new Checker(read("cases/tolerances"));
    JsonNode reference = read("programs/black_scholes").get("cases").get(0);
    ObjectNode result = program(reference).result();
    assertEquals(List.of(), checker.checkProgram(reference, result));
    ObjectNode greeks = (ObjectNode) result.get("greeks");
    greeks.put("vega", greeks.get("vega").get("data").get(0).doubleValue() * (1 + 1e-8));
    greeks.remove("rho");
    assertEquals(2, checker.checkProgram(reference, result).size());
  }

  /// What is not known here is named, whether it is a program, a variant of one, a file, or something that a case asks for.
  @Test
  void whatIsMissingIsNamed() {
    var run = new Conformance();
    run.add(
        JSON.readTree(
            """
            {"cases": [
              {"id": "a", "program": "mgh_unheard_of_3"},
              {"id": "b", "program": "nist_strd", "model": "b1"},
              {"id": "c", "program": "black_scholes", "option": "lookback"},
              {"id": "d", "program": "raytracer"},
              {"id": "e", "program": "adbench_gmm", "data": {"file": "no_such_file.txt"}},
              {"id": "f", "program": "mgh_wood", "hvp": 1, "value": 1,
               "x": {"dtype": "float64", "shape": [4], "data": [1, 1, 1, 1]}}
            ]}
            """),
        DATA);
    assertEquals(
        List.of(
            "file no_such_file.txt",
            "program black_scholes lookback",
            "program mgh_unheard_of_3",
            "program mgh_wood hvp",
            "program nist_strd b",
            "program raytracer"),
        List.copyOf(run.missing().keySet()));
    assertEquals(List.of(), run.errors());
  }

  /// Names with numbers of parameters and residuals behind them, and products with vectors.
  @Test
  void sizesInNames() {
    JsonNode reference =
        JSON.readTree(
            """
            {"id": "a", "program": "mgh_linear_rank_1_2_3",
             "x": {"dtype": "float64", "shape": [2], "data": [1, 1]},
             "v": {"dtype": "float64", "shape": [2], "data": [1, 0]}}
            """);
    ObjectNode result = program(reference).result();
    // (3 - 1)² + (6 - 1)² + (9 - 1)²; the Hessian is 2 · (1 + 4 + 9) · (1, 2)(1, 2)ᵀ.
    assertEquals("[93.0]", result.get("value").get("data").toString());
    assertEquals("[28.0,56.0]", result.get("hvp").get("data").toString());
    assertEquals("[0.0,0.0]", result.get("d3vv").get("data").toString());
    assertFalse(
        ProgramTable.find(JSON.readTree("{\"program\":\"mgh_wood_4_6_2\"}"), DATA).isPresent());
  }

  /// A centred parametrisation has the density of the other one, transformed.
  @Test
  void centredSchools() {
    var reference =
        (ObjectNode) read("programs/posterior_eight_schools_noncentered").get("cases").get(0);
    double noncentred = value(program(reference));
    Tensor u = Tensors.of(program(reference).at(), "u");
    Tensor tau = u.get(9).exp();
    Tensor theta = u.slice("0:8").times(tau).plus(u.get(8));
    reference.put("program", "posterior_eight_schools_centered");
    ObjectNode inputs = (ObjectNode) reference.get("inputs");
    inputs.set("u", Tensors.write(Tensor.concat(0, theta, u.slice("8:"))));
    assertEquals(noncentred - 8 * u.get(9).item(), value(program(reference)), 1e-10);
  }

  private static double value(ReferenceProgram program) {
    return program.objective().apply(program.at()).item();
  }

  @Test
  void filesThatAreNotThoseMeant() {
    var data = JSON.readTree("{\"file\": \"digits.csv.gz\", \"sha256\": \"00\"}");
    var error = assertThrows(IllegalArgumentException.class, () -> DATA.read(data));
    assertTrue(
        error.toString().contains("digits.csv.gz is not the file that the case means: its SHA-256"),
        error::toString);
  }
}
