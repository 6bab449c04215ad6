package dev.kiln.host.testing;

import dev.kiln.spi.index.IndexProcessor;
import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
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
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;

/**
 * Builds a real plugin jar from Java source text: compiled with the annotation processor that
 * plugin authors use, packed with a manifest, put into a drop folder in one piece.
 *
 * <pre>{@code
 * PluginJar.of("echo", "1.0.0").source("demo.Echo", "package demo; ...").dropInto(folder, "echo.jar");
 * }</pre>
 */
public final class PluginJar {
  private final Map<String, String> manifest = new LinkedHashMap<>();
  private final Map<String, String> sources = new LinkedHashMap<>();
  private final Map<String, byte[]> files = new LinkedHashMap<>();
  private boolean hasManifest = true;

  private PluginJar(String id, String version) {
    manifest.put("Plugin-Id", id);
    manifest.put("Plugin-Version", version);
    manifest.put("Plugin-Requires", ">=0.1.0 & <0.3.0");
  }

  /** An empty jar of this id and version. */
  public static PluginJar of(String id, String version) {
    return new PluginJar(id, version);
  }

  /** Add a main attribute, or replace it; an empty value leaves it out. */
  public PluginJar manifest(String key, String value) {
    manifest.put(key, value);
    return this;
  }

  /** Leave the manifest out. */
  public PluginJar withoutManifest() {
    hasManifest = false;
    return this;
  }

  /** Add a class by its full name; the text needs a package statement. */
  public PluginJar source(String className, String text) {
    sources.put(className, text);
    return this;
  }

  /** Add any other file, or replace one that the compiler makes; empty content leaves it out. */
  public PluginJar file(String path, byte[] content) {
    files.put(path, content);
    return this;
  }

  /** Add all files of a folder of compiled classes, the annotation processor's index among them. */
  public PluginJar classes(Path folder) {
    try {
      collect(folder, files);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Compile, pack, and move the jar into a folder; replaces a jar of that name at once. */
  public Path dropInto(Path folder, String fileName) {
    Map<String, byte[]> content = new TreeMap<>();
    try {
      Path classes = Files.createTempDirectory("plugin-classes");
      try {
        compile(classes);
        collect(classes, content);
      } finally {
        delete(classes);
      }
      content.putAll(files);
      content.values().removeIf(bytes -> bytes.length == 0);
      Files.createDirectories(folder);
      Path part = folder.resolve(fileName + ".part");
      pack(content, part);
      return Files.move(part, folder.resolve(fileName), StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void collect(Path classes, Map<String, byte[]> content) throws IOException {
    try (Stream<Path> compiled = Files.walk(classes)) {
      for (Path file : compiled.filter(Files::isRegularFile).toList()) {
        content.put(
            classes.relativize(file).toString().replace('\\', '/'), Files.readAllBytes(file));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> inner = Files.walk(folder)) {
      for (Path path : inner.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  private void compile(Path classes) throws IOException {
    if (sources.isEmpty()) {
      return;
    }
    List<JavaFileObject> units =
        sources.entrySet().stream()
            .<JavaFileObject>map(entry -> new Source(entry.getKey(), entry.getValue()))
            .toList();
    String problem = Compiler.SHARED.compile(units, classes);
    if (!problem.isEmpty()) {
      throw new IllegalArgumentException("the plugin's source does not compile:\n" + problem);
    }
  }

  private void pack(Map<String, byte[]> content, Path target) throws IOException {
    try (OutputStream file = Files.newOutputStream(target);
        JarOutputStream out =
            hasManifest ? new JarOutputStream(file, entries()) : new JarOutputStream(file)) {
      for (Map.Entry<String, byte[]> entry : content.entrySet()) {
        out.putNextEntry(new JarEntry(entry.getKey()));
        out.write(entry.getValue());
        out.closeEntry();
      }
    }
  }

  private Manifest entries() {
    Manifest entries = new Manifest();
    entries.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    manifest.forEach(
        (key, value) -> {
          if (!value.isEmpty()) {
            entries.getMainAttributes().putValue(key, value);
          }
        });
    return entries;
  }

  /** Reads the jars of the class path once for all plugins of a process; one at a time. */
  private static final class Compiler {
    static final Compiler SHARED = new Compiler();

    private final JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    private final StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null);

    Compiler() {
      String path =
          System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
      try {
        files.setLocationFromPaths(
            StandardLocation.CLASS_PATH,
            Stream.of(path.split(File.pathSeparator)).map(Path::of).toList());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** What is wrong with the source; empty when it was compiled. */
    synchronized String compile(List<JavaFileObject> units, Path classes) throws IOException {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(classes));
      StringWriter messages = new StringWriter();
      JavaCompiler.CompilationTask task =
          compiler.getTask(messages, files, null, null, null, units);
      task.setProcessors(List.of(new IndexProcessor()));
      return task.call() ? "" : messages.toString();
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
