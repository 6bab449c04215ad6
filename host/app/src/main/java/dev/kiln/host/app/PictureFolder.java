package dev.kiln.host.app;

import dev.kiln.host.DiskReason;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The pictures of a folder by their endings, in the order of their names.
 *
 * @param files at least one
 */
record PictureFolder(Path folder, List<Path> files) {
  private static final Set<String> ENDINGS = Set.of("png", "jpg", "jpeg", "webp", "bmp", "gif");

  /**
   * @throws BadRequest when it cannot be read, or has none
   */
  static PictureFolder of(Path folder) {
    try (Stream<Path> all = Files.list(folder)) {
      List<Path> files =
          all.filter(file -> ENDINGS.contains(ending(file)) && Files.isRegularFile(file))
              .sorted(Comparator.comparing(file -> file.getFileName().toString()))
              .toList();
      if (files.isEmpty()) {
        throw new BadRequest(
            folder + " has no pictures; name a folder with PNG, JPEG, WebP, BMP or GIF files");
      }
      return new PictureFolder(folder, files);
    } catch (IOException e) {
      throw new BadRequest(
          folder + " cannot be read, " + DiskReason.of(e) + ": name a folder of pictures", e);
    }
  }

  private static String ending(Path file) {
    String name = file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  private static String stem(Path file) {
    String name = file.getFileName().toString();
    return name.substring(0, name.lastIndexOf('.'));
  }

  /**
   * What is drawn of a picture: its name without the ending, where no other has the same.
   *
   * @param ending of what is drawn
   */
  String name(Path file, String ending) {
    boolean alone = files.stream().filter(it -> stem(it).equals(stem(file))).count() == 1;
    return (alone ? stem(file) : file.getFileName()) + "." + ending;
  }

  /** The one for a picture of another folder: that of its name, or the only one. */
  Optional<Path> fitting(Path file) {
    return files.size() == 1
        ? Optional.of(files.get(0))
        : files.stream().filter(it -> stem(it).equals(stem(file))).findFirst();
  }

  /**
   * @throws BadRequest when what is drawn would replace what it is drawn of
   */
  void demandOther(Path target) {
    try {
      if (Files.exists(target) && Files.isSameFile(folder, target)) {
        throw new BadRequest(
            "the pictures in %s would be replaced by what is drawn of them; name another folder with -o"
                .formatted(folder));
      }
    } catch (IOException e) {
      throw new BadRequest(target + " cannot be read, " + DiskReason.of(e), e);
    }
  }
}
