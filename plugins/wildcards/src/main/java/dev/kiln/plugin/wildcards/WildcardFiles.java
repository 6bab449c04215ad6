package dev.kiln.plugin.wildcards;

import dev.kiln.spi.BadRequest;
import dev.kiln.spi.host.ModelFiles;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Text files with an entry a line, by their path below the folder without its ending: {@code
 * animals/cats}. Lines that begin with # are comments. Safe from any thread.
 */
@Singleton
final class WildcardFiles {
  /** Within the folder of models, or beside it. */
  static final String FOLDER = "wildcards";

  private static final String ENDING = ".txt";
  private static final long LARGEST = 64 << 20;

  private final ModelFiles models;

  @Inject
  WildcardFiles(ModelFiles models) {
    this.models = models;
  }

  /** All files as they lie now, by their names in lower case; the first where there are two. */
  Map<String, Path> all() {
    Map<String, Path> all = new TreeMap<>();
    Path folder = models.folder().toAbsolutePath().normalize();
    for (Path place : List.of(folder.resolve(FOLDER), folder.resolveSibling(FOLDER))) {
      for (Path file : below(place)) {
        String path = place.relativize(file).toString().replace('\\', '/');
        all.putIfAbsent(
            path.substring(0, path.length() - ENDING.length()).toLowerCase(Locale.ROOT), file);
      }
    }
    return all;
  }

  private static List<Path> below(Path place) {
    if (!Files.isDirectory(place)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(place, FileVisitOption.FOLLOW_LINKS)) {
      return files
          .filter(file -> file.toString().toLowerCase(Locale.ROOT).endsWith(ENDING))
          .filter(Files::isRegularFile)
          .sorted()
          .toList();
    } catch (IOException | UncheckedIOException e) {
      throw new BadRequest("wildcards: " + place + " cannot be read; see to its rights", e);
    }
  }

  /**
   * The entries of all files that a name means, in the order of their names.
   *
   * @param name with * for any letters
   * @return empty where there is no such file
   */
  List<String> entries(String name, Map<String, Path> all) {
    Pattern pattern = pattern(name);
    List<String> entries = new ArrayList<>();
    all.forEach(
        (path, file) -> {
          if (pattern.matcher(path).matches()) {
            entries.addAll(entries(file));
          }
        });
    return entries;
  }

  private static Pattern pattern(String name) {
    return Pattern.compile(
        Stream.of(name.strip().toLowerCase(Locale.ROOT).split("\\*+", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  private static List<String> entries(Path file) {
    try {
      if (Files.size(file) > LARGEST) {
        throw new BadRequest("wildcards: " + file + " is larger than 64 MB; split it");
      }
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
          .replace("\uFEFF", "")
          .lines()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new BadRequest("wildcards: " + file + " cannot be read; see to its rights", e);
    }
  }
}
