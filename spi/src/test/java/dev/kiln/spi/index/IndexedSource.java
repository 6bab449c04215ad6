package dev.kiln.spi.index;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.SimpleJavaFileObject;
import javax.tools.ToolProvider;

/**
 * Source of a plugin, compiled with the index's processor.
 *
 * @param classes where the classes and the index are written
 */
record IndexedSource(Path classes) {
  String index() throws IOException {
    return Files.readString(classes.resolve("META-INF/kiln/index.json"));
  }

  /** What the compiler refuses. */
  List<String> errors(String body) {
    String source =
        """
        package demo;
        import dev.kiln.spi.*;
        import dev.kiln.spi.hook.*;
        import dev.kiln.spi.host.*;
        import dev.kiln.spi.index.*;
        """
            + body;
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    DiagnosticCollector<JavaFileObject> messages = new DiagnosticCollector<>();
    List<String> options =
        List.of(
            "-d",
            classes.toString(),
            "-cp",
            System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
            "-processor",
            IndexProcessor.class.getName());
    compiler.getTask(null, null, messages, options, null, List.of(new Text(source))).call();
    return messages.getDiagnostics().stream()
        .filter(message -> message.getKind() == Diagnostic.Kind.ERROR)
        .map(message -> message.getMessage(null))
        .toList();
  }

  private static final class Text extends SimpleJavaFileObject {
    private final String text;

    Text(String text) {
      super(URI.create("string:///demo/Source.java"), Kind.SOURCE);
      this.text = text;
    }

    @Override
    public CharSequence getCharContent(boolean ignoreEncodingErrors) {
      return text;
    }
  }
}
