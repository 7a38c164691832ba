package org.cotangent.cli.conformance;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.cotangent.Tensor;

/// What the names of the reference cases mean here.
final class OperationTable {
  /// A call of the library.
  @FunctionalInterface
  interface Operation {
    /// The outputs for these inputs.
    List<Tensor> apply(Attributes attributes, List<Tensor> inputs);
  }

  /// One input and one output, without attributes.
  @FunctionalInterface
  interface Unary {
    Tensor apply(Tensor x);
  }

  /// Two inputs and one output, without attributes.
  @FunctionalInterface
  interface Binary {
    Tensor apply(Tensor a, Tensor b);
  }

  /// One output, with attributes.
  @FunctionalInterface
  interface Single {
    Tensor apply(Attributes attributes, List<Tensor> inputs);
  }

  private final Map<String, Operation> operations = new TreeMap<>();

  OperationTable() {
    ArithmeticOperations.addTo(this);
    ElementaryOperations.addTo(this);
    ShapeOperations.addTo(this);
    IndexOperations.addTo(this);
    ReductionOperations.addTo(this);
    ContractionOperations.addTo(this);
    LinearAlgebraOperations.addTo(this);
    NeuralOperations.addTo(this);
    SpecialOperations.addTo(this);
    GammaOperations.addTo(this);
    FourierOperations.addTo(this);
    WindowOperations.addTo(this);
  }

  void many(String name, Operation operation) {
    if (operations.put(name, operation) != null) {
      throw new IllegalStateException(name + " is in the table twice");
    }
  }

  void single(String name, Single operation) {
    many(name, (attributes, inputs) -> List.of(operation.apply(attributes, inputs)));
  }

  void unary(String name, Unary operation) {
    single(name, (_, inputs) -> operation.apply(inputs.get(0)));
  }

  void binary(String name, Binary operation) {
    single(name, (_, inputs) -> operation.apply(inputs.get(0), inputs.get(1)));
  }

  /// The names that are claimed.
  Set<String> names() {
    return operations.keySet();
  }

  boolean has(String name) {
    return operations.containsKey(name);
  }

  Operation get(String name) {
    Operation operation = operations.get(name);
    if (operation == null) {
      throw new IllegalArgumentException("there is no operation " + name);
    }
    return operation;
  }
}
