package dev.kiln.plugin.guidancecutoff;

import dev.kiln.spi.testkit.PluginArchitectureContract;

class GuidanceCutoffArchitectureTest extends PluginArchitectureContract {}
