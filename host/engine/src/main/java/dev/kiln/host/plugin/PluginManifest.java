package dev.kiln.host.plugin;

import dev.kiln.host.plugin.DroppedJar.Unusable;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Attributes;
import org.pf4j.DefaultVersionManager;
import org.pf4j.PluginDependency;

/** What the manifest of a plugin jar says, checked. */
record PluginManifest(
    String id,
    String version,
    String description,
    String provider,
    List<PluginDependency> dependencies) {
  private static final String ID = "[a-z][a-z0-9-]*";

  /** An SPI that no plugin of today can know. */
  private static final String NEVER = "1000000.0.0";

  /**
   * @param file the jar's name
   * @param spiVersion the version of the contract that this host has
   */
  static PluginManifest read(String file, Attributes attributes, String spiVersion)
      throws Unusable {
    String id = attributes.getValue("Plugin-Id");
    if (id == null || !id.matches(ID)) {
      throw new Unusable(
          file,
          file
              + " has "
              + (id == null ? "no Plugin-Id" : "the Plugin-Id \"" + id + "\"")
              + " in its manifest; give it one of lower-case letters, digits and dashes");
    }
    String version = text(attributes, "Plugin-Version");
    checkVersion(id, version);
    checkRequires(id, text(attributes, "Plugin-Requires"), spiVersion);
    return new PluginManifest(
        id,
        version,
        text(attributes, "Plugin-Description"),
        text(attributes, "Plugin-Provider"),
        dependencies(id, text(attributes, "Plugin-Dependencies")));
  }

  private static void checkVersion(String id, String version) throws Unusable {
    try {
      new DefaultVersionManager().compareVersions(version, "1.0.0");
    } catch (RuntimeException e) {
      throw new Unusable(
          id, "its Plugin-Version is \"" + version + "\"; it must be three numbers like 1.0.0");
    }
  }

  private static void checkRequires(String id, String requires, String spiVersion) throws Unusable {
    boolean fits;
    boolean endless;
    try {
      DefaultVersionManager versions = new DefaultVersionManager();
      fits = versions.checkVersionConstraint(spiVersion, requires);
      endless = requires.isBlank() || versions.checkVersionConstraint(NEVER, requires);
    } catch (RuntimeException e) {
      throw new Unusable(
          id,
          "its Plugin-Requires \"" + requires + "\" is no version range like " + range(spiVersion));
    }
    if (!fits) {
      throw new Unusable(
          id,
          "it needs SPI "
              + requires
              + " and this host has "
              + spiVersion
              + "; take a version of the plugin that fits, or another host");
    }
    if (endless) {
      throw new Unusable(
          id,
          "its Plugin-Requires \""
              + requires
              + "\" has no end; a later SPI may break it, so write a range like "
              + range(spiVersion));
    }
  }

  /** From a version to the next one that may break plugins. */
  private static String range(String version) {
    String[] numbers = version.split("\\.");
    int major = Integer.parseInt(numbers[0]);
    String next =
        major == 0 ? "0." + (Integer.parseInt(numbers[1]) + 1) : String.valueOf(major + 1);
    return ">=" + version + " & <" + next + ".0" + (major == 0 ? "" : ".0");
  }

  private static List<PluginDependency> dependencies(String id, String text) throws Unusable {
    List<PluginDependency> dependencies = new ArrayList<>();
    for (String part : text.isBlank() ? new String[0] : text.split(",")) {
      if (!part.strip().matches(ID + "\\??(@.+)?")) {
        throw wrongDependency(id, part.strip());
      }
      try {
        PluginDependency dependency = new PluginDependency(part.strip());
        new DefaultVersionManager()
            .checkVersionConstraint("1.0.0", dependency.getPluginVersionSupport());
        dependencies.add(dependency);
      } catch (RuntimeException e) {
        throw wrongDependency(id, part.strip());
      }
    }
    return List.copyOf(dependencies);
  }

  private static Unusable wrongDependency(String id, String part) {
    return new Unusable(
        id,
        "its Plugin-Dependencies name \""
            + part
            + "\"; each must be a plugin id with a version range, like other@>=1.0.0");
  }

  /** As a manifest has it. */
  static String text(PluginDependency dependency) {
    String range = dependency.getPluginVersionSupport();
    return dependency.getPluginId()
        + (dependency.isOptional() ? "?" : "")
        + (range.equals("*") ? "" : "@" + range);
  }

  private static String text(Attributes attributes, String key) {
    String value = attributes.getValue(key);
    return value == null ? "" : value;
  }
}
