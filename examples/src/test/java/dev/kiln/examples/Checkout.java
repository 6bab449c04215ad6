package dev.kiln.examples;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import javax.tools.ToolProvider;

/**
 * A source checkout in which building takes a second: the launcher is the real one, Maven is a
 * script that puts a small program where the host would be, and counts how often it was asked.
 */
final class Checkout {
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));
  private static final String PROGRAM =
      """
      public class Program {
        public static void main(String[] args) throws Exception {
          System.out.println(String.join("|", args));
          if (args.length > 0 && args[0].equals("exit")) System.exit(Integer.parseInt(args[1]));
          if (args.length > 0 && args[0].equals("wait")) Thread.sleep(60_000);
        }
      }
      """;
  private static final String MAVEN =
      """
      #!/bin/sh
      [ "$1" = -v ] && exit 0
      echo built >> builds
      echo "[INFO] Scanning for projects"
      sleep 1
      if [ -f broken ]; then echo "[ERROR] Host.java:[3,1] ';' expected"; exit 1; fi
      mkdir -p dist/lib && cp program.jar dist/lib/kiln-app.jar
      """;

  final Path root;

  Checkout(Path root) throws IOException {
    this.root = Files.createDirectories(root);
    Files.copy(ROOT.resolve("kiln"), root.resolve("kiln"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.writeString(root.resolve("pom.xml"), "<project/>");
    Files.createDirectories(root.resolve("models"));
    Files.writeString(
        Files.createDirectories(source().getParent()).resolve("Host.java"), "class Host {}");
    Files.writeString(root.resolve("mvnw"), MAVEN);
    Files.setPosixFilePermissions(
        root.resolve("mvnw"), PosixFilePermissions.fromString("rwxr-xr-x"));
    Files.write(root.resolve("program.jar"), Compiled.JAR);
  }

  Path source() {
    return root.resolve("host/engine/src/main/java/Host.java");
  }

  Path kiln() {
    return root.resolve("kiln");
  }

  /** How often Maven was asked to build. */
  int builds() throws IOException {
    Path file = root.resolve("builds");
    return Files.exists(file) ? Files.readAllLines(file).size() : 0;
  }

  /** What a release archive holds: no pom beside the launcher. */
  Path release(Path folder) throws IOException {
    Files.createDirectories(folder.resolve("lib"));
    Files.copy(kiln(), folder.resolve("kiln"), StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(root.resolve("program.jar"), folder.resolve("lib/kiln-app.jar"));
    return folder.resolve("kiln");
  }

  /** The program as a jar, made once for all checkouts. */
  private static final class Compiled {
    static final byte[] JAR = jar();

    private static byte[] jar() {
      Manifest manifest = new Manifest();
      manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
      manifest.getMainAttributes().put(Attributes.Name.MAIN_CLASS, "Program");
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (JarOutputStream out = new JarOutputStream(bytes, manifest)) {
        out.putNextEntry(new JarEntry("Program.class"));
        Files.copy(compiled(), out);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return bytes.toByteArray();
    }

    private static Path compiled() throws IOException {
      Path classes = Files.createTempDirectory("program");
      Path source = Files.writeString(classes.resolve("Program.java"), PROGRAM);
      var compiler = ToolProvider.getSystemJavaCompiler();
      try (var files = compiler.getStandardFileManager(null, null, null)) {
        compiler
            .getTask(
                null,
                files,
                null,
                List.of("-proc:none", "-d", classes.toString()),
                null,
                files.getJavaFileObjects(source))
            .call();
      }
      return classes.resolve("Program.class");
    }
  }
}
