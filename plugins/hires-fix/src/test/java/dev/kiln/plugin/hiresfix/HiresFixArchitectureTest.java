package dev.kiln.plugin.hiresfix;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class HiresFixArchitectureTest extends PluginArchitectureContract {}
