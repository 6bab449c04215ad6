package dev.kiln.examples.clients;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The product, serving in a folder of its own. */
final class RunningKiln implements AutoCloseable {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));

  private final Process process;
  private final String address;

  private RunningKiln(Process process, String address) {
    this.process = process;
    this.address = address;
  }

  static RunningKiln in(Path folder) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    ProcessBuilder builder =
        new ProcessBuilder(
                ROOT.resolve("dist/kiln").toString(), "serve", "--port", "0", "--measure-time", "0")
            .directory(folder.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(out.toFile())
            .redirectError(folder.resolve("err").toFile());
    builder.environment().keySet().removeIf(name -> name.startsWith("KILN_"));
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("KILN_HOME", folder.resolve("home").toString());
    builder.environment().put("KILN_CDS", "off");
    Process process = builder.start();
    while (Files.size(out) == 0) {
      if (!process.isAlive()) {
        throw new AssertionError(Files.readString(folder.resolve("err")));
      }
      Thread.sleep(20);
    }
    return new RunningKiln(process, Files.readString(out).strip());
  }

  String address() {
    return address;
  }

  @Override
  public void close() throws InterruptedException {
    process.destroy();
    process.waitFor();
  }
}
