package dev.kiln.host.onnx;

import ai.onnxruntime.OrtEnvironment;
import dev.kiln.host.ScratchFolder;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.jar.JarEntry;
import java.util.zip.CRC32;

/**
 * Unpacks the runtime's native library once for each version, instead of 28 MB at each start, which
 * takes 130 ms and leaves folders behind.
 */
public final class NativeLibrary {
  private static final String PATH = "onnxruntime.native.path";

  private static final Duration ABANDONED = Duration.ofHours(1);

  private NativeLibrary() {}

  /** Prepare the library in a folder of the home; a user's own choice of library is left alone. */
  public static void unpack(Path home) {
    forget(ScratchFolder.systemTemp());
    if (System.getProperty(PATH) != null) {
      return;
    }
    String platform = platform();
    String version = OrtEnvironment.class.getPackage().getImplementationVersion();
    Path folder = home.resolve("native").resolve("onnxruntime-" + version + "-" + platform);
    try {
      Files.createDirectories(folder);
      ScratchFolder.sweep(folder);
      for (String name : List.of("onnxruntime", "onnxruntime4j_jni")) {
        unpack(platform, System.mapLibraryName(name), folder);
      }
      System.setProperty(PATH, folder.toString());
    } catch (IOException notHere) {
      // Or not writable, or not readable. The runtime then unpacks for itself, or says what it
      // misses.
      System.clearProperty(PATH);
    }
  }

  /**
   * Delete the empty folders that the runtime makes when it starts and a killed process left. What
   * is younger may be about to be filled by another program.
   */
  static void forget(Path temp) {
    Instant old = Instant.now().minus(ABANDONED);
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temp, "onnxruntime-java*")) {
      for (Path folder : left) {
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
            && Files.getLastModifiedTime(folder).toInstant().isBefore(old)) {
          deleteEmpty(folder);
        }
      }
    } catch (IOException | DirectoryIteratorException unreadable) {
      return;
    }
  }

  private static void deleteEmpty(Path folder) {
    try {
      Files.deleteIfExists(folder);
    } catch (IOException inUseOrAnothers) {
      return;
    }
  }

  private static void unpack(String platform, String file, Path folder) throws IOException {
    Path target = folder.resolve(file);
    String resource = "/ai/onnxruntime/native/" + platform + "/" + file;
    URL packed = OrtEnvironment.class.getResource(resource);
    if (packed == null) {
      throw new IOException("no " + resource);
    }
    if (whole(target, packed)) {
      return;
    }
    try (ScratchFolder scratch = ScratchFolder.in(folder);
        InputStream in = packed.openStream()) {
      Path part = scratch.resolve(file);
      Files.copy(in, part);
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /**
   * Whether a file is what the jar has: a disk that was full, or a hand, may have damaged it, and
   * loading it would then end the process. Takes 10 ms for 28 MB.
   */
  static boolean whole(Path file, URL packed) throws IOException {
    if (!Files.isRegularFile(file)) {
      return false;
    }
    if (!(packed.openConnection() instanceof JarURLConnection jar)) {
      return true;
    }
    JarEntry entry = jar.getJarEntry();
    try (FileChannel channel = FileChannel.open(file)) {
      if (channel.size() != entry.getSize()) {
        return false;
      }
      CRC32 sum = new CRC32();
      sum.update(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size()));
      return sum.getValue() == entry.getCrc();
    }
  }

  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("win") ? "win" : os.contains("mac") ? "osx" : "linux";
    return system + (arch.contains("aarch64") ? "-aarch64" : "-x64");
  }
}
