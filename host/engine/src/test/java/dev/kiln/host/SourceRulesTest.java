package dev.kiln.host;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LineMap;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.SourcePositions;
import com.sun.source.util.TreeScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

/** What only the source shows: sizes, and whether the host names a feature. */
class SourceRulesTest {
  private static final int FILE_LINES = 300;
  private static final int TEST_LINES = 400;
  private static final int METHOD_LINES = 40;
  private static final int PARAMETERS = 6;
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();
  private static final List<String> READERS =
      List.of("/model/", "/network/", "/random/", "/weights/", "/http/Webui", "/api/plugin/");
  private static final Path ROOT = Path.of(System.getProperty("kiln.root"));

  @Test
  void filesAreShort() {
    assertThat(longerThan(FILE_LINES, javaFiles("src/main"))).isEmpty();
    assertThat(longerThan(TEST_LINES, javaFiles("src/test"))).isEmpty();
  }

  @Test
  void methodsAreShortAndTakeFewParameters() throws IOException {
    try (StandardJavaFileManager files = COMPILER.getStandardFileManager(null, null, null)) {
      assertThat(tooLarge(files.getJavaFileObjectsFromPaths(javaFiles("src/main")))).isEmpty();
    }
  }

  @Test
  void aRecordOfValuesMayBeLongAndOneWithACollaboratorMayNot() throws IOException {
    String source =
        """
        class Source {
          enum Kind { A }
          record Pair(int[] a, Map<String, List<Double>> b) {}
          record Value(int a, String b, Kind c, Pair d, Optional<Pair> e, @Nullable Long f, Value g) {}
          record Bag(int a, int b, int c, int d, int e, List<Runnable> f, Source g) {}
          record Short(int a, int b, int c, int d, int e, Runnable f) {}
        }
        """;
    JavaFileObject file =
        new SimpleJavaFileObject(URI.create("string:///Source.java"), JavaFileObject.Kind.SOURCE) {
          @Override
          public CharSequence getCharContent(boolean ignoreEncodingErrors) {
            return source;
          }
        };
    assertThat(tooLarge(List.of(file)))
        .containsExactly("record Bag has 7 components, and [List<Runnable>, Source] are no values");
  }

  private static List<String> tooLarge(Iterable<? extends JavaFileObject> files)
      throws IOException {
    List<String> options = List.of("-proc:none");
    JavacTask task = (JavacTask) COMPILER.getTask(null, null, null, options, null, files);
    List<CompilationUnitTree> parsed = new ArrayList<>();
    task.parse().forEach(parsed::add);
    ValueTypes values = new ValueTypes();
    parsed.forEach(file -> values.scan(file, null));
    Sizes sizes = new Sizes(Trees.instance(task).getSourcePositions(), values);
    parsed.forEach(sizes::measure);
    return sizes.tooLarge;
  }

  @Test
  void theHostNamesNoFeature() {
    Set<String> ids = pluginIds();
    assertThat(ids).isNotEmpty();
    Pattern quoted = Pattern.compile("[\"'`](" + String.join("|", ids) + ")[\"'`]");
    assertThat(sources(ROOT.resolve("host")))
        // A kind of file, or a field of webUI's, is called as the plugin that uses it, and who
        // reads or writes it must name it; so must types of options by which programs ask for it.
        .filteredOn(
            file -> READERS.stream().noneMatch(file.toString().replace('\\', '/')::contains))
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(lines(file))
                    .as(file.toString())
                    .noneMatch(line -> quoted.matcher(line).find()));
  }

  private static Set<String> pluginIds() {
    try (Stream<Path> folders = Files.list(ROOT.resolve("plugins"))) {
      return folders
          .filter(folder -> Files.exists(folder.resolve("pom.xml")))
          .map(folder -> folder.getFileName().toString())
          .collect(Collectors.toUnmodifiableSet());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> javaFiles(String folder) {
    return Stream.of("spi", "host", "plugins")
        .flatMap(module -> files(ROOT.resolve(module)).stream())
        .filter(file -> file.toString().endsWith(".java"))
        .filter(file -> file.toString().replace('\\', '/').contains("/" + folder + "/"))
        .toList();
  }

  private static List<Path> longerThan(int limit, List<Path> files) {
    assertThat(files).isNotEmpty();
    return files.stream().filter(file -> lines(file).size() > limit).toList();
  }

  private static List<Path> files(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(Files::isRegularFile)
          .filter(file -> !file.toString().contains("target"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What the modules of the host ship. */
  private static List<Path> sources(Path folder) {
    return files(folder).stream()
        .filter(file -> file.toString().replace('\\', '/').contains("/src/main/"))
        .toList();
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A record may have as many components as it has when all but one of them are values; with more
   * collaborators among them it is a list of parameters by another name.
   */
  private static final class Sizes extends TreeScanner<Void, CompilationUnitTree> {
    private final SourcePositions positions;
    private final ValueTypes values;
    private final List<String> tooLarge = new ArrayList<>();
    private ClassTree type;

    Sizes(SourcePositions positions, ValueTypes values) {
      this.positions = positions;
      this.values = values;
    }

    void measure(CompilationUnitTree file) {
      scan(file, file);
    }

    @Override
    public Void visitClass(ClassTree tree, CompilationUnitTree file) {
      ClassTree outer = type;
      type = tree;
      List<Tree> collaborators =
          ValueTypes.components(tree).stream().filter(it -> !values.isValue(it)).toList();
      int components = ValueTypes.components(tree).size();
      if (components > PARAMETERS && collaborators.size() > 1) {
        tooLarge.add(
            "record %s has %d components, and %s are no values"
                .formatted(tree.getSimpleName(), components, collaborators));
      }
      super.visitClass(tree, file);
      type = outer;
      return null;
    }

    @Override
    public Void visitMethod(MethodTree method, CompilationUnitTree file) {
      String name = type.getSimpleName() + "." + method.getName();
      LineMap map = file.getLineMap();
      long first = map.getLineNumber(positions.getStartPosition(file, method));
      long last = map.getLineNumber(Math.max(0, positions.getEndPosition(file, method)));
      // One statement that is long is a table.
      boolean table = method.getBody() == null || method.getBody().getStatements().size() == 1;
      if (last - first >= METHOD_LINES && !table) {
        tooLarge.add(name + " has " + (last - first + 1) + " lines");
      }
      int parameters = method.getParameters().size();
      boolean canonical =
          method.getReturnType() == null && parameters == ValueTypes.components(type).size();
      if (parameters > PARAMETERS && !canonical) {
        tooLarge.add(name + " has " + parameters + " parameters");
      }
      return super.visitMethod(method, file);
    }
  }
}
