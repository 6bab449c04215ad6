package dev.kiln.host.plugin;

import dev.kiln.spi.host.ModelFiles;
import java.nio.file.Files;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether models lie there without which an extension has nothing to do.
 *
 * @param files the models; empty where nobody lends them
 * @param folders names of what lies in their folder, lower case
 */
record ModelsThere(Optional<ModelFiles> files, Set<String> folders) {
  private static final String BESIDE = "../";

  static ModelsThere of(Optional<ModelFiles> files) {
    String[] names = files.map(it -> it.folder().toFile().list()).orElse(null);
    return new ModelsThere(
        files,
        Stream.of(Objects.requireNonNullElse(names, new String[0]))
            .map(name -> name.toLowerCase(Locale.ROOT))
            .collect(Collectors.toSet()));
  }

  /** Looks at the files themselves only where no folder tells. */
  boolean suffice(ExtensionIndex extension) {
    List<String> wanted = extension.wakeFolders();
    return wanted.isEmpty() && extension.wakeModels().isEmpty()
        || wanted.stream().anyMatch(this::hasFolder)
        || extension.wakeModels().stream().anyMatch(this::hasModels);
  }

  private boolean hasFolder(String folder) {
    return folder.startsWith(BESIDE)
        ? files.filter(it -> isBeside(it, folder.substring(BESIDE.length()))).isPresent()
        : folders.contains(folder);
  }

  private static boolean isBeside(ModelFiles files, String name) {
    return Files.isDirectory(files.folder().toAbsolutePath().normalize().resolveSibling(name));
  }

  private boolean hasModels(ModelFiles.Kind kind) {
    return files.filter(it -> !it.find(kind, List.of()).isEmpty()).isPresent();
  }
}
