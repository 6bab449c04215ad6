package dev.kiln.host.testing;

import dev.kiln.spi.index.IndexProcessor;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Builds a real plugin jar from Java source text: compiled with the annotation processor that
 * plugin authors use, packed with a manifest, put into a drop folder in one piece.
 */
public final class PluginJar {
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();

  private PluginJar(String id, String version) {
    manifest.put("Plugin-Id", id);
    manifest.put("Plugin-Version", version);
  }

  public static PluginJar of(String id, String version) {
    return new PluginJar(id, version);
  }

  /** Add a main attribute, or replace it; an empty value leaves it out. */
  public PluginJar manifest(String key, String value) {
    manifest.put(key, value);
    return this;
  }

  /** Add a class by its full name; the text needs a package statement. */
  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Add any other file. */
  public PluginJar file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Compile, pack, and move the jar into a folder; replaces a jar of that name at once. */
  public Path dropInto(Path folder, String fileName) {
    try {
      Files.createDirectories(folder);
      Path classes = Files.createTempDirectory("plugin-classes");
      compile(classes);
      Path part = Files.createTempFile("plugin", ".part");
      pack(classes, part);
      return Files.move(part, folder.resolve(fileName), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void compile(Path classes) {
    if (sources.isEmpty()) {
      return;
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    List<JavaFileObject> units =
        sources.entrySet().stream()
            .<JavaFileObject>map(entry -> new Source(entry.getKey(), entry.getValue()))
            .toList();
    StringWriter messages = new StringWriter();
    JavaCompiler.CompilationTask task =
        compiler.getTask(
            messages,
            null,
            null,
            List.of(
                "-d",
                classes.toString(),
                "-cp",
                System.getProperty(
                    "surefire.test.class.path", System.getProperty("java.class.path")),
                "-processor",
                IndexProcessor.class.getName()),
            null,
            units);
    if (!task.call()) {
      throw new IllegalArgumentException("the plugin's source does not compile:\n" + messages);
    }
  }

  private void pack(Path classes, Path target) throws IOException {
    Manifest entries = new Manifest();
    entries.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            entries.getMainAttributes().putValue(key, value);
          }
        });
    Map<String, byte[]> content = new TreeMap<>(files);
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        content.put(
            classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(target), entries)) {
      for (Map.Entry<String, byte[]> file : content.entrySet()) {
        out.putNextEntry(new JarEntry(file.getKey()));
        out.write(file.getValue());
        out.closeEntry();
      }
    }
  }

  /** Source text that the compiler reads from memory. */
  private static final class Source extends SimpleJavaFileObject {
    private final String text;

    Source(String className, String text) {
      super(URI.create("string:///" + className.replace('.', '/') + ".java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
