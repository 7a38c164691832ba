package org.cotangent.cli;

import picocli.CommandLine.IVersionProvider;

/// The version that the build wrote into the module's descriptor, and the Java that runs it.
final class Version implements IVersionProvider {
  /// For picocli.
  Version() {}

  @Override
  public String[] getVersion() {
    var descriptor = Version.class.getModule().getDescriptor();
    var version =
        descriptor == null ? "of a class path" : descriptor.rawVersion().orElse("of a source tree");
    return new String[] {"cotangent " + version, "java " + Runtime.version()};
  }
}
