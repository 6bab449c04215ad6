package dev.kiln.host.plugin;

import dev.kiln.host.SealedFile;
import dev.kiln.host.Sha256;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.pf4j.PluginDependency;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the jars of a folder were found to be, kept in the home: a start opens and hashes none of
 * those that still lie there. A jar is the same as long as its stamp is; before its classes are
 * loaded it is hashed all the same. For one thread at a time.
 */
final class KnownJars {
  private static final Logger LOG = LoggerFactory.getLogger(KnownJars.class);
  private static final String FORMAT = "kiln jars 1";
  private static final long MOST_BYTES = 256L << 20;

  private final Path folder;
  private final Path file;
  private final String build;

  /**
   * @param home where it is kept
   * @param folder of the jars
   * @param build what tells this host from every other one
   */
  KnownJars(Path home, Path folder, String build) {
    String place = folder.toAbsolutePath().normalize().toString();
    this.folder = folder;
    this.file =
        home.resolve("jars")
            .resolve(Sha256.of(place.getBytes(StandardCharsets.UTF_8)).substring(0, 16));
    this.build = build;
  }

  /**
   * A jar.
   *
   * @param stamp taken before it was read
   */
  record Known(String stamp, DroppedJar jar) {}

  /** What is known, by file name; nothing where it was not kept, is damaged or another host's. */
  Map<String, Known> read() {
    Map<String, Known> known = new HashMap<>();
    try {
      byte[] content = SealedFile.read(file, MOST_BYTES);
      DataInputStream in = new DataInputStream(new ByteArrayInputStream(content));
      if (in.readUTF().equals(FORMAT) && in.readUTF().equals(build)) {
        for (int left = in.readInt(); left > 0; left--) {
          String name = in.readUTF();
          String stamp = in.readUTF();
          // What was replaced need not be understood.
          DroppedJar jar = jar(folder.resolve(name), in);
          known.put(name, new Known(stamp, jar));
        }
      }
    } catch (IOException | RuntimeException noneOrUnusable) {
      LOG.debug("{} is made again: {}", file, noneOrUnusable.getMessage());
      known.clear();
    }
    return known;
  }

  private static DroppedJar jar(Path file, DataInputStream in) throws IOException {
    String sha256 = in.readUTF();
    String id = in.readUTF();
    String version = in.readUTF();
    String description = in.readUTF();
    String provider = in.readUTF();
    List<PluginDependency> dependencies = new ArrayList<>();
    for (int left = in.readInt(); left > 0; left--) {
      dependencies.add(new PluginDependency(in.readUTF()));
    }
    byte[] index = in.readNBytes(in.readInt());
    PluginManifest manifest =
        new PluginManifest(id, version, description, provider, List.copyOf(dependencies));
    return new DroppedJar(
        file, sha256, manifest, PluginIndex.read(new ByteArrayInputStream(index)));
  }

  /** Keep what is known now. Where it cannot be written, the next start reads the jars again. */
  void write(Collection<Known> all) {
    try {
      ByteArrayOutputStream content = new ByteArrayOutputStream();
      DataOutputStream out = new DataOutputStream(content);
      out.writeUTF(FORMAT);
      out.writeUTF(build);
      out.writeInt(all.size());
      for (Known one : all) {
        out.writeUTF(one.jar.file().getFileName().toString());
        out.writeUTF(one.stamp);
        write(one.jar, out);
      }
      SealedFile.write(file, content.toByteArray());
    } catch (IOException | DroppedJar.Unusable unwritable) {
      // Or a jar was replaced a moment ago, which the next look finds out.
      LOG.debug("{} cannot be written: {}", file, unwritable.getMessage());
    }
  }

  private static void write(DroppedJar jar, DataOutputStream out)
      throws IOException, DroppedJar.Unusable {
    PluginManifest manifest = jar.manifest();
    out.writeUTF(jar.sha256());
    out.writeUTF(manifest.id());
    out.writeUTF(manifest.version());
    out.writeUTF(manifest.description());
    out.writeUTF(manifest.provider());
    out.writeInt(manifest.dependencies().size());
    for (PluginDependency one : manifest.dependencies()) {
      String optional = one.isOptional() ? "?" : "";
      out.writeUTF(one.getPluginId() + optional + "@" + one.getPluginVersionSupport());
    }
    byte[] index = DroppedJar.index(jar.file());
    out.writeInt(index.length);
    out.write(index);
  }
}
