// SPDX-License-Identifier: MIT

package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"porchlight/build/packaging"
)

// nfpm makes packages of Debian and RPM. Newer ones ask for modules that the
// usual proxy does not have.
const nfpm = "github.com/goreleaser/nfpm/v2/cmd/nfpm@v2.45.2"

// layout says where the files of a package stand.
type layout func(kit packaging.Kit, program []byte) ([]packaging.File, error)

// products are all that package can make, one system after the other.
func (p *packer) products() []product {
	version, semantic := p.Version(), p.Semantic()
	var all []product
	for _, target := range targets() {
		name := "porchlight-" + semantic + "-" + target[0] + "-" + target[1]
		switch target[0] {
		case "linux":
			all = append(all,
				p.archive(name+".tar.gz", target, packaging.Kit.LinuxArchive),
				p.linuxPackage("porchlight_"+version+"-1_"+target[1]+".deb", target, packaging.Kit.Deb),
				p.linuxPackage("porchlight-"+version+"-1."+rpmArch(target[1])+".rpm", target, packaging.Kit.RPM),
			)
		case "windows":
			all = append(all, p.archive(name+".zip", target, packaging.Kit.WindowsArchive))
		case "darwin":
			all = append(all, p.archive(name+"-headless.tar.gz", target, packaging.Kit.DarwinArchive))
		}
	}
	return append(all, product{"porchlight-" + semantic + "-windows-setup.exe", "makensis", p.installer})
}

func rpmArch(arch string) string {
	return map[string]string{"amd64": "x86_64", "arm64": "aarch64"}[arch]
}

// files returns what is in a package.
func (p *packer) files(ctx context.Context, target [2]string, lay layout) ([]packaging.File, error) {
	kit, err := p.kit(ctx, target[0])
	if err != nil {
		return nil, err
	}
	program, err := p.program(ctx, target)
	if err != nil {
		return nil, err
	}
	return lay(kit, program)
}

// archive makes a .tar.gz or .zip with one folder of its own name at the top.
func (p *packer) archive(name string, target [2]string, lay layout) product {
	form, ending := packaging.TarGz, ".tar.gz"
	if strings.HasSuffix(name, ".zip") {
		form, ending = packaging.Zip, ".zip"
	}
	return product{name, "", func(ctx context.Context, file string) error {
		files, err := p.files(ctx, target, lay)
		if err != nil {
			return err
		}
		content, err := form(packaging.Below(strings.TrimSuffix(name, ending), files), p.Time)
		if err != nil {
			return err
		}
		return os.WriteFile(file, content, 0o644)
	}}
}

// linuxPackage has nfpm make a .deb or .rpm.
func (p *packer) linuxPackage(name string, target [2]string, lay layout) product {
	return product{name, "", func(ctx context.Context, file string) error {
		files, err := p.files(ctx, target, lay)
		if err != nil {
			return err
		}
		folder := filepath.Join(p.temp, name)
		if err := stage(folder, files, p.Time); err != nil {
			return err
		}
		kit := p.kits[target[0]]
		changelog, err := kit.Changelog()
		if err != nil {
			return err
		}
		config, err := kit.Nfpm(target[1], folder, folder+".changelog", files)
		if err != nil {
			return err
		}
		notes := []packaging.File{{Name: name + ".changelog", Mode: 0o644, Content: changelog}, {Name: name + ".yaml", Mode: 0o644, Content: config}}
		if err := stage(p.temp, notes, p.Time); err != nil {
			return err
		}
		packager := strings.TrimPrefix(filepath.Ext(name), ".")
		return p.run(ctx, "go", "run", nfpm, "package", "--config", folder+".yaml", "--packager", packager, "--target", file)
	}}
}

// installer has NSIS compile one for both processors: it unpacks the program
// that the machine wants.
func (p *packer) installer(ctx context.Context, file string) error {
	folder := filepath.Join(p.temp, "installer")
	for _, arch := range []string{"amd64", "arm64"} {
		files, err := p.files(ctx, [2]string{"windows", arch}, packaging.Kit.WindowsArchive)
		if err != nil {
			return err
		}
		for i, f := range files {
			files[i].Name = strings.Replace(f.Name, "porchlight.exe", "porchlight-"+arch+".exe", 1)
		}
		if err := stage(folder, files, p.Time); err != nil {
			return err
		}
	}
	return p.run(ctx, "makensis", "-V2", "-WX", "-NOCD", "-INPUTCHARSET", "UTF8", "-DVERSION="+p.Semantic(), "-DNUMBER="+p.Number(),
		"-DSTAGE="+folder, "-DOUT="+file, "build/package/windows/installer.nsi")
}

// stage writes files to disk, for tools that read them from there.
func stage(folder string, files []packaging.File, at time.Time) error {
	for _, f := range files {
		name := filepath.Join(folder, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(name, f.Content, f.Mode); err != nil {
			return err
		}
		if err := os.Chtimes(name, at, at); err != nil {
			return err
		}
	}
	return nil
}
