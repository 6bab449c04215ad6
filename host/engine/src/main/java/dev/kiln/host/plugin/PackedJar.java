package dev.kiln.host.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * A jar that is written anew of what lies elsewhere: of equal contents come equal bytes, by which
 * plugins are told apart.
 *
 * @param file that is written
 */
record PackedJar(Path file) {
  /** Of a jar that is no file, as inside of another jar. */
  Path ofJar(JarFile jar) throws IOException {
    List<JarEntry> entries =
        jar.stream()
            .filter(entry -> !entry.isDirectory())
            .sorted(Comparator.comparing(JarEntry::getName))
            .toList();
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (JarEntry entry : entries) {
        try (InputStream in = jar.getInputStream(entry)) {
          add(out, entry.getName(), in);
        }
      }
    }
    return file;
  }

  /** Of a folder of classes. */
  Path ofFolder(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(file))) {
      for (Path one : found.filter(Files::isRegularFile).sorted().toList()) {
        try (InputStream in = Files.newInputStream(one)) {
          add(out, folder.relativize(one).toString().replace('\\', '/'), in);
        }
      }
    }
    return file;
  }

  private static void add(JarOutputStream out, String name, InputStream content)
      throws IOException {
    JarEntry entry = new JarEntry(name);
    entry.setTime(0);
    out.putNextEntry(entry);
    content.transferTo(out);
    out.closeEntry();
  }
}
