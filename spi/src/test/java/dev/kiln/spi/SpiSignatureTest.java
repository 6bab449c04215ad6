package dev.kiln.spi;

import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every public signature of the SPI is written down in {@code api.txt}: a change shows in review.
 */
class SpiSignatureTest {
  private static final Path CLASSES = Path.of("target", "classes");
  private static final Path WRITTEN = Path.of("api.txt");

  @Test
  void signaturesAreThoseOfApiTxt() throws IOException {
    String found =
        publicTypes().stream().map(SpiSignatureTest::describe).collect(Collectors.joining("\n"));
    String expected = Files.exists(WRITTEN) ? Files.readString(WRITTEN) : "";
    if (found.equals(expected)) {
      return;
    }
    if (Boolean.getBoolean("kiln.api.accept")) {
      Files.writeString(WRITTEN, found);
      return;
    }
    fail(
        "The SPI's public signatures are not those of spi/api.txt:\n%s\nIf this is meant, say why in"
            + " CHANGELOG.md and accept it with: ./mvnw test -pl spi -Dtest=SpiSignatureTest -Dkiln.api.accept=true",
        difference(expected.lines().toList(), found.lines().toList()));
  }

  /** Added and removed lines, each with the type that it belongs to. */
  private static String difference(List<String> expected, List<String> found) {
    TreeSet<String> lines = new TreeSet<>();
    qualified(found)
        .filter(line -> qualified(expected).noneMatch(line::equals))
        .forEach(line -> lines.add("+ " + line));
    qualified(expected)
        .filter(line -> qualified(found).noneMatch(line::equals))
        .forEach(line -> lines.add("- " + line));
    return lines.isEmpty() ? "(only the order differs)" : String.join("\n", lines);
  }

  private static Stream<String> qualified(List<String> lines) {
    List<String> result = new ArrayList<>();
    String type = "";
    for (String line : lines) {
      if (line.startsWith("  ")) {
        result.add(type + ": " + line.strip());
      } else {
        type = line;
        result.add(line);
      }
    }
    return result.stream();
  }

  private static List<Class<?>> publicTypes() throws IOException {
    try (Stream<Path> files = Files.walk(CLASSES)) {
      List<Class<?>> types = new ArrayList<>();
      for (String name :
          files
              .map(SpiSignatureTest::className)
              .filter(name -> !name.isEmpty())
              .sorted()
              .toList()) {
        Class<?> type = load(name);
        if (isVisible(type)) {
          types.add(type);
        }
      }
      return types;
    }
  }

  private static String className(Path file) {
    String path = CLASSES.relativize(file).toString();
    return path.endsWith(".class") && !path.endsWith("-info.class")
        ? path.substring(0, path.length() - ".class".length()).replace('/', '.').replace('\\', '.')
        : "";
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, SpiSignatureTest.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean isVisible(Class<?> type) {
    return Modifier.isPublic(type.getModifiers())
        && (type.getEnclosingClass() == null || isVisible(type.getEnclosingClass()));
  }

  private static String describe(Class<?> type) {
    TreeSet<String> members = new TreeSet<>();
    for (Executable constructor : type.getDeclaredConstructors()) {
      add(members, type, constructor, constructor.toGenericString());
    }
    for (Method method : type.getDeclaredMethods()) {
      if (!comesByItself(type, method)) {
        String standard = method.getDefaultValue() == null ? "" : " default";
        add(members, type, method, method.toGenericString() + standard);
      }
    }
    for (Field field : type.getDeclaredFields()) {
      add(members, type, field, field.toGenericString());
    }
    String parents =
        Stream.concat(
                Stream.ofNullable(type.getGenericSuperclass()),
                Arrays.stream(type.getGenericInterfaces()))
            .map(parent -> shorten(parent.getTypeName()))
            .filter(parent -> !List.of("Object", "Record").contains(parent))
            .collect(Collectors.joining(", "));
    return shorten(type.toGenericString())
        + (parents.isEmpty() ? "" : " : " + parents)
        + "\n"
        + members.stream().map(member -> "  " + member + "\n").collect(Collectors.joining());
  }

  /** What the compiler adds to every record and enum. */
  private static boolean comesByItself(Class<?> type, Method method) {
    return method.isSynthetic()
        || type.isRecord() && List.of("equals", "hashCode", "toString").contains(method.getName())
        || type.isEnum() && List.of("values", "valueOf").contains(method.getName());
  }

  private static void add(TreeSet<String> members, Class<?> type, Member member, String text) {
    if (Modifier.isPublic(member.getModifiers()) || Modifier.isProtected(member.getModifiers())) {
      members.add(shorten(text.replace(type.getTypeName() + ".", "")));
    }
  }

  private static String shorten(String signature) {
    return signature.replaceAll("\\bjava\\.(lang|util)\\.(?=[A-Z])|\\bpublic |\\babstract ", "");
  }
}
