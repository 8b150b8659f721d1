import sys,time,pathlib,collections
from inpublic.gate.places import places_of
files=sorted(pathlib.Path("/tmp/w/s8x/cold/s40/projects").rglob("*.ipynb"))
c=collections.Counter(); t=collections.Counter(); z=collections.Counter()
for f in files:
    for p in places_of('.ipynb',f.read_bytes()):
        c[p.where]+=1; z[p.where]+=len(p.text)
        if p.where=="metadata": t[p.text[:60]]+=1
print(c,z)
for k,v in t.most_common(40): print(v,repr(k))
