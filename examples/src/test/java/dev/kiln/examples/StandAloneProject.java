package dev.kiln.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A folder of {@code examples/} that has a pom of its own, built elsewhere as a stranger would.
 *
 * @param id the plugin's, and the name of the folder
 * @param folder where it is built
 */
record StandAloneProject(String id, Path folder) {
  static final Path ROOT = Path.of(System.getProperty("kiln.root"));

  /** Build and test it, and give its jar. */
  Path build(Shell shell) throws IOException, InterruptedException {
    Path project = folder.resolve(id);
    copy(ROOT.resolve("examples").resolve(id), project);
    Shell.Result result =
        shell.run(
            maven(folder).toString(),
            "-q",
            "-f",
            project.toString(),
            "-Dkiln.home=" + ROOT,
            "package");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
    return project.resolve("target").resolve(id + "-1.0.0.jar");
  }

  /** Build several at once, each in a folder of its name: Maven starts once. */
  static void buildAll(List<String> ids, Path folder, Shell shell)
      throws IOException, InterruptedException {
    for (String id : ids) {
      copy(ROOT.resolve("examples").resolve(id), folder.resolve(id));
    }
    Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project>
          <modelVersion>4.0.0</modelVersion>
          <groupId>com.example</groupId><artifactId>all</artifactId><version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
        </project>
        """
            .formatted(
                ids.stream()
                    .map(id -> "<module>" + id + "</module>")
                    .collect(Collectors.joining())));
    Shell.Result result =
        shell.run(
            maven(folder).toString(),
            "-q",
            "-T2",
            // Seconds that a module waits while another downloads: 30 are few on a busy machine.
            "-Daether.syncContext.named.time=300",
            "-Dkiln.home=" + ROOT,
            "package");
    assertThat(result.exit()).as(result.out() + result.err()).isZero();
  }

  /**
   * Maven with a local repository of its own over the user's, in which an older build of Kiln's
   * version is not found: whoever built an example by hand has one there.
   *
   * @param folder in which {@code mvnw} appears
   */
  static Path maven(Path folder) throws IOException {
    String script =
        """
        #!/bin/sh
        exec "%s/bin/mvn" -B "-Dmaven.repo.local=%s" "-Dmaven.repo.local.tail=%s" "$@"
        """
            .formatted(
                System.getProperty("maven.home"),
                folder.resolve("repository"),
                withoutKiln(Path.of(System.getProperty("maven.repository"))));
    Path maven = Files.writeString(folder.resolve("mvnw"), script);
    return Files.setPosixFilePermissions(maven, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static Path withoutKiln(Path repository) throws IOException {
    Path copy = Path.of("target", "downloaded").toAbsolutePath();
    link(repository, copy, "dev");
    if (Files.exists(repository.resolve("dev"))) {
      link(repository.resolve("dev"), copy.resolve("dev"), "kiln");
    }
    return copy;
  }

  private static void link(Path from, Path to, String except) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> entries = Files.list(from)) {
      for (Path entry : entries.toList()) {
        Path link = to.resolve(entry.getFileName());
        if (!link.endsWith(except) && !Files.exists(link)) {
          Files.createSymbolicLink(link, entry);
        }
      }
    }
  }

  /** Without what an earlier build in that place left. */
  private static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      List<Path> sources =
          files
              .filter(Files::isRegularFile)
              .map(from::relativize)
              .filter(file -> !file.startsWith("target"))
              .toList();
      for (Path source : sources) {
        Files.createDirectories(to.resolve(source).getParent());
        Files.copy(from.resolve(source), to.resolve(source));
      }
    }
  }
}
