package dev.kiln.host.model;

import dev.kiln.host.FileStamp;
import dev.kiln.spi.graph.NetworkKind;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Identifies a model by its files, each with its stamp. */
final class SourceStamp {
  private SourceStamp() {}

  static String of(ModelSource source) {
    return of(source.path(), files(source));
  }

  static String of(Path path, Collection<Path> files) {
    return path
        + files.stream().map(file -> "|" + file + FileStamp.of(file)).collect(Collectors.joining());
  }

  /** Of one file. */
  static String of(Path file) {
    return of(file, List.of(file));
  }

  private static Collection<Path> files(ModelSource source) {
    Set<Path> files = new TreeSet<>();
    for (NetworkKind network :
        Set.of(NetworkKind.TEXT_ENCODER, NetworkKind.UNET, NetworkKind.VAE_DECODER)) {
      files.addAll(source.files(network));
    }
    return files;
  }
}
