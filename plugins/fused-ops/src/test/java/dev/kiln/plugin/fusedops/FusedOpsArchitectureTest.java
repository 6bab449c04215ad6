package dev.kiln.plugin.fusedops;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class FusedOpsArchitectureTest extends PluginArchitectureContract {}
