package dev.kiln.host.weights.wide;

import dev.kiln.host.ScratchFolder;
import dev.kiln.host.weights.file.FileHashes;
import dev.kiln.host.weights.file.HashedFile;
import dev.kiln.host.weights.file.Safetensors;
import dev.kiln.spi.BadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A folder of float32 copies. A copy's name ends with the hash of its bytes, by which it is
 * checked; anyone may delete one at any time, or the folder.
 */
final class CopyFolder {
  private static final Logger LOG = LoggerFactory.getLogger(CopyFolder.class);
  private static final String SUFFIX = ".safetensors";

  /** Hexadecimal digits of the hash in a name. */
  private static final int HASH = 32;

  /** Somebody who just asked for a copy may not have opened it yet. */
  private static final Duration IN_USE = Duration.ofMinutes(10);

  private final Path folder;
  private final FileHashes hashes;
  private final long budget;

  CopyFolder(Path folder, FileHashes hashes, long budget) {
    this.folder = folder;
    this.hashes = hashes;
    this.budget = budget;
  }

  /** A copy that is there and whole. One that is damaged or has no writer any more is removed. */
  Optional<Safetensors> find(WideCopy copy) {
    ScratchFolder.sweep(folder);
    String prefix = copy.prefix();
    for (Path file : files()) {
      String name = file.getFileName().toString();
      if (name.startsWith(prefix) && name.endsWith(SUFFIX)) {
        Optional<Safetensors> sound = check(file, copy);
        if (sound.isPresent()) {
          return sound;
        }
        LOG.warn("{} is damaged and will be made again", file);
        delete(file);
      }
    }
    return Optional.empty();
  }

  /** Write a copy. */
  Safetensors make(WideCopy copy) throws IOException {
    Files.createDirectories(folder);
    LOG.info("making the float32 copy of {} in {}, once", copy, folder);
    try (ScratchFolder scratch = ScratchFolder.in(folder)) {
      Path next = scratch.resolve("copy" + SUFFIX);
      String hash;
      try (HashedFile out = new HashedFile(next)) {
        copy.writeTo(out);
        hash = out.finish();
      }
      Path target = folder.resolve(copy.prefix() + hash.substring(0, HASH) + SUFFIX);
      Files.move(next, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      touch(target);
      hashes.remember(target, hash);
      trim(target);
      return Safetensors.read(target);
    }
  }

  private Optional<Safetensors> check(Path file, WideCopy copy) {
    try {
      String name = file.getFileName().toString();
      Safetensors contents = Safetensors.read(file);
      String hash = hashes.of(file);
      if (copy.matches(contents) && name.equals(copy.prefix() + hash.substring(0, HASH) + SUFFIX)) {
        if (lastUse(file).toInstant().isBefore(Instant.now().minus(IN_USE.dividedBy(2)))) {
          touch(file);
          // To the system, a file with another time is another file.
          hashes.remember(file, hash);
        }
        return Optional.of(contents);
      }
    } catch (BadRequest | UncheckedIOException unreadable) {
      LOG.debug("{} cannot be used", file, unreadable);
    }
    return Optional.empty();
  }

  /** Delete what was not used for longest, until the rest fits. */
  private void trim(Path kept) {
    List<Path> copies = new ArrayList<>();
    Instant now = Instant.now();
    for (Path file : files()) {
      if (file.getFileName().toString().endsWith(SUFFIX)) {
        copies.add(file);
      }
    }
    long total = copies.stream().mapToLong(CopyFolder::size).sum();
    copies.sort(Comparator.comparing(CopyFolder::lastUse));
    for (Path file : copies) {
      boolean idle = lastUse(file).toInstant().isBefore(now.minus(IN_USE));
      if (total > budget && idle && !file.equals(kept)) {
        total -= size(file);
        delete(file);
      }
    }
  }

  private List<Path> files() {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    } catch (IOException none) {
      return List.of();
    }
  }

  /** The time of last access tells the last use; that of modification must stay for the hash. */
  private static void touch(Path file) {
    try {
      Files.getFileAttributeView(file, BasicFileAttributeView.class)
          .setTimes(null, FileTime.from(Instant.now()), null);
    } catch (IOException readOnly) {
      LOG.debug("{} does not keep when it was used", file, readOnly);
    }
  }

  private static FileTime lastUse(Path file) {
    try {
      return Files.readAttributes(file, BasicFileAttributes.class).lastAccessTime();
    } catch (IOException gone) {
      return FileTime.fromMillis(0);
    }
  }

  private static long size(Path file) {
    return file.toFile().length();
  }

  private static void delete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException inUse) {
      LOG.debug("{} cannot be deleted now", file, inUse);
    }
  }
}
