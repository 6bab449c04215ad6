package dev.kiln.host.plugin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kiln.host.plugin.DropFolder.Found;
import dev.kiln.host.testing.PluginJar;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLClassLoader;
import java.net.URLConnection;
import java.net.URLStreamHandler;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.JarFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that a program has on its class path. */
class ClassPathPluginsTest {
  private static final String SOURCE =
      """
      package demo;
      import dev.kiln.spi.generate.PassContext;
      import dev.kiln.spi.hook.*;
      import java.util.Optional;
      @org.pf4j.Extension
      @jakarta.enterprise.context.ApplicationScoped
      public class Echo implements DenoiseHook {
        @Override
        public Optional<DenoiseInterceptor> open(PassContext pass) {
          return Optional.empty();
        }
      }
      """;

  @TempDir private Path temp;
  private Path jar;

  @BeforeEach
  void build() {
    jar = PluginJar.of("echo", "1.2.0").source("demo.Echo", SOURCE).dropInto(temp, "echo.jar");
  }

  private List<Found> found(ClassLoader loader) {
    try (ClassPathPlugins plugins = new ClassPathPlugins(loader, temp.resolve("work"), "0.2.0")) {
      return plugins.read();
    }
  }

  private static URLClassLoader loader(Path path) throws IOException {
    return new URLClassLoader(new URL[] {path.toUri().toURL()}, null);
  }

  @Test
  void aJarIsUsedAsItLies() throws IOException {
    try (URLClassLoader loader = loader(jar)) {
      List<Found> found = found(loader);
      assertThat(found).hasSize(1);
      assertThat(found.get(0).id()).isEqualTo("echo");
      assertThat(found.get(0).file()).isEqualTo(jar);
    }
  }

  @Test
  void aFolderOfClassesIsPackedWhereItSaysWhichPluginItIs() throws IOException {
    Path classes = temp.resolve("classes");
    try (JarFile packed = new JarFile(jar.toFile())) {
      for (var entry : Collections.list(packed.entries())) {
        Path file = classes.resolve(entry.getName());
        Files.createDirectories(file.getParent());
        try (InputStream in = packed.getInputStream(entry)) {
          Files.copy(in, file);
        }
      }
    }
    String hash;
    try (URLClassLoader loader = loader(classes)) {
      Found once = found(loader).get(0);
      assertThat(once.problem()).isEmpty();
      assertThat(once.jar().version()).isEqualTo("1.2.0");
      hash = once.jar().sha256();
      assertThat(found(loader).get(0).jar().sha256()).as("packed again").isEqualTo(hash);
    }
    Files.delete(classes.resolve(JarFile.MANIFEST_NAME));
    try (URLClassLoader loader = loader(classes)) {
      assertThat(found(loader).get(0).problem()).contains("no META-INF/MANIFEST.MF");
    }
  }

  /** As in the one jar of a Spring Boot application. */
  @Test
  void aJarInsideOfAnotherIsPacked() throws IOException {
    URL nested = new URL(null, "jar:nested:/app.jar/!echo.jar!/" + PluginIndex.FILE, handler());
    ClassLoader loader =
        new ClassLoader(null) {
          @Override
          public Enumeration<URL> getResources(String name) {
            return Collections.enumeration(List.of(nested));
          }
        };
    Found found = found(loader).get(0);
    assertThat(found.problem()).isEmpty();
    assertThat(found.id()).isEqualTo("echo");
    assertThat(found.file()).isNotEqualTo(jar);
  }

  private URLStreamHandler handler() {
    return new URLStreamHandler() {
      @Override
      protected URLConnection openConnection(URL url) throws IOException {
        URL file = new URL("jar:file:/none.jar!/" + PluginIndex.FILE);
        return new JarURLConnection(file) {
          @Override
          public JarFile getJarFile() throws IOException {
            return new JarFile(jar.toFile());
          }

          @Override
          public void connect() {}
        };
      }
    };
  }
}
