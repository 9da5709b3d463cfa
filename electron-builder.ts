import { existsSync, readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type AfterPackContext, Arch, type Configuration } from 'electron-builder'

/**
 * A runtime that is there already, instead of the one that electron-builder downloads: the variable that the package
 * `electron` and `npm start` follow too. The version is that of the runtime.
 */
function givenRuntime(dist = process.env.ELECTRON_OVERRIDE_DIST_PATH): Partial<Configuration> {
  if (dist === undefined || dist === '') return {}
  return { electronDist: dist, electronVersion: readFileSync(join(dist, 'version'), 'utf8').trim().replace(/^v/, '') }
}

/** Where the native modules of a system lie, which npm installs for the machine that it runs on. */
function nativeModules(system: string, arch: string): string[] {
  const abi = { linux: '-gnu', win32: '-msvc' }[system] ?? ''
  return [`@duckdb/node-bindings-${system}-${arch}/duckdb.node`, `@libsql/${system}-${arch}${abi}/index.node`]
}

/** Makes no app that cannot start: without its native modules, or with another program in place of its own. */
async function checkPack({ appOutDir, packager, electronPlatformName, arch }: AfterPackContext): Promise<void> {
  const resources = packager.getResourcesDir(appOutDir)
  for (const module of nativeModules(electronPlatformName, Arch[arch])) {
    const file = join(resources, 'app.asar.unpacked', 'node_modules', module)
    if (!existsSync(file)) {
      throw new Error(
        `No ${module}: package on such a machine, or first npm ci --os ${electronPlatformName} --cpu ${Arch[arch]}`,
      )
    }
  }
  // Of a runtime that was given; a downloaded one is cleaned by electron-builder.
  await rm(join(resources, 'default_app.asar'), { force: true })
}

/** How `npm run package` makes the desktop app; each system's on that system, which has its native modules only. */
const configuration: Configuration = {
  ...givenRuntime(),
  appId: 'org.arrestworkbench.desktop',
  copyright: 'Apache License 2.0',
  artifactName: '${name}-${version}-${os}-${arch}.${ext}',
  directories: { output: 'dist', buildResources: 'build' },
  files: [
    'out/**',
    '!out/main/{cli,bench-learners}.js',
    'resources/**',
    'LICENSE',
    'NOTICE',
    // What packages ship for their own developers.
    '!**/node_modules/**/{test,tests,__tests__,example,examples,benchmark,benchmarks,docs}/**',
    '!**/node_modules/**/*.{map,md,ts,mts,cts,flow}',
    '!**/node_modules/{@aws-sdk,@smithy,@aws-crypto}/**/{dist-es,dist-types}/**',
    // Asked for by the types of a package, never at run time.
    '!**/node_modules/typescript/**',
    // Electron needs the GNU C library, whatever else npm has installed.
    '!**/node_modules/@libsql/*-musl/**',
  ],
  asar: true,
  // The system loads libraries from real files only.
  asarUnpack: ['**/node_modules/@duckdb/node-bindings-*/**', '**/node_modules/@libsql/**'],
  // Native modules are N-API: one binary for Node and Electron.
  npmRebuild: false,
  electronLanguages: ['en', 'en-US', 'es', 'es-419'],
  electronFuses: {
    // The engine's work is done in worker threads, so the program never has to be Node.
    runAsNode: false,
    enableNodeOptionsEnvironmentVariable: false,
    enableNodeCliInspectArguments: false,
    enableCookieEncryption: true,
    onlyLoadAppFromAsar: true,
    // Electron checks the archive on macOS and Windows only.
    enableEmbeddedAsarIntegrityValidation: process.platform !== 'linux',
    loadBrowserProcessSpecificV8Snapshot: false,
    grantFileProtocolExtraPrivileges: false,
  },
  linux: {
    target: ['AppImage', 'deb'],
    category: 'Science',
    icon: 'build/icons',
    maintainer: 'Arrest Workbench <arrest-workbench@users.noreply.github.com>',
    synopsis: 'From reported incidents to a served model of arrests',
  },
  win: { target: ['nsis'], icon: 'build/icon.ico' },
  nsis: { oneClick: false, perMachine: false, allowToChangeInstallationDirectory: true },
  mac: {
    target: [{ target: 'dmg', arch: ['arm64', 'x64'] }],
    icon: 'build/icon.icns',
    category: 'public.app-category.developer-tools',
    hardenedRuntime: true,
    entitlements: 'build/entitlements.mac.plist',
    entitlementsInherit: 'build/entitlements.mac.plist',
  },
  afterPack: checkPack,
  publish: null,
}

export default configuration
